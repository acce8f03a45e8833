import type { QueryForm, QueryPart } from "@contract";

/** What tags are looked for in the pictures of a folder. */
export interface Wanted {
  folder: string;
  with: readonly string[];
  without: readonly string[];
}

const filter = (name: string, value: string, negated = false): QueryPart => ({ kind: "filter", name, value, negated });

/** The pictures of a folder that have all tags of one list and none of the other, by name. */
export function formOf({ folder, with: some, without }: Wanted): QueryForm {
  const parts = [
    filter("folder", folder),
    ...some.map((tag) => filter("prompt_tag", tag)),
    ...without.map((tag) => filter("prompt_tag", tag, true)),
  ];
  return { parts, sort: { by: "name" } };
}

/** A folder as filters take it: a path, without the separator at its end. */
export function tidyFolder(path: string): string {
  const tidy = path.trim().replace(/(?<=.)[/\\]+$/, "");
  return /^[A-Za-z]:$/.test(tidy) ? `${tidy}\\` : tidy;
}
