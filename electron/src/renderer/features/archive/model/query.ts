import type { QueryForm, QueryPart } from "@contract";
import type { Groups } from "./wanted";

/** What tags are looked for in the pictures of a folder. */
export interface Wanted {
  folder: string;
  with: Groups;
  without: readonly string[];
}

const filter = (name: string, value: string, negated = false): QueryPart => ({ kind: "filter", name, value, negated });

/** The pictures of a folder that have a tag of each group and none of the others, by name. */
export function formOf({ folder, with: some, without }: Wanted): QueryForm {
  const parts = [
    filter("folder", folder),
    ...some.map((group) => filter("prompt_tag", group.join(" | "))),
    ...without.map((tag) => filter("prompt_tag", tag, true)),
  ];
  return { parts, sort: { by: "name" } };
}

/** A folder as filters take it: a path, without the separator at its end. */
export function tidyFolder(path: string): string {
  const tidy = path.trim().replace(/(?<=.)[/\\]+$/, "");
  return /^[A-Za-z]:$/.test(tidy) ? `${tidy}\\` : tidy;
}
