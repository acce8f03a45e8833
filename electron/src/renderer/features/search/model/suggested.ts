/** One way to go on with a query: what it says, and what it puts where. */
export interface Suggestion {
  kind: string;
  text: string;
  insert: string;
  start: number;
  end: number;
  files: number | null;
}

/** What the back end suggests: ways to go on that replace the text from their start to one end, in characters. */
export interface Told {
  end: number;
  suggestions: readonly Omit<Suggestion, "end">[];
}

/** Earlier searches before what the back end suggests; a search replaces everything that is typed. */
export function merged(typed: string, earlier: readonly string[], told: Told | undefined): Suggestion[] {
  const history = earlier.map((query) => ({
    kind: "history",
    text: query,
    insert: query,
    start: 0,
    end: typed.length,
    files: null,
  }));
  const known = new Set(earlier);
  const others = (told?.suggestions ?? []).filter((one) => !(one.kind === "history" && known.has(one.text)));
  return [...history, ...others.map((one) => ({ ...one, end: told?.end ?? typed.length }))];
}

/** The text with a suggestion in its place, and where the cursor stands then; both count characters as the back end does. */
export function inserted(text: string, { insert, start, end }: Suggestion): { text: string; cursor: number } {
  const letters = [...text];
  const rest = letters.slice(end).join("");
  const blank = insert.endsWith(":") || rest.startsWith(" ") ? "" : " ";
  const before = letters.slice(0, start).join("") + insert + blank;
  return { text: before + rest, cursor: before.length };
}

/** The next of a list that goes round; -1 stands for none of them. */
export function moved(chosen: number, by: 1 | -1, count: number): number {
  return ((chosen + 1 + by + count + 1) % (count + 1)) - 1;
}
