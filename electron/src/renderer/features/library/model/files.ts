import type { Operations } from "@contract";

export type Written = Operations["tag_export"]["done"];
export type Taken = Operations["tag_import"]["done"];

/** What becomes of one picture's text file, or of its tags by it. */
export interface Line {
  picture: string;
  /** A code of what happens. */
  state: string;
  /** What is written, or which tags come and go. */
  words: string;
}

/** How many files are written when the plan is carried out. */
export function toWrite({ new: fresh, replaced }: Written): number {
  return fresh + replaced;
}

/** How many tags come and go when the plan is carried out. */
export function toTake({ added, removed }: Taken): number {
  return added + removed;
}

/** The tags that come and go, as one text. */
export function changesText(add: readonly string[], remove: readonly string[]): string {
  return [...add.map((tag) => `+ ${tag}`), ...remove.map((tag) => `− ${tag}`)].join(", ");
}
