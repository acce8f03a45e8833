/** A name that can be chosen; how many of the pictures that are left have it, null where nobody counted. */
export interface Offered {
  value: string;
  files: number | null;
}

/** The most values of a facet that the back end counts. */
export const COUNTED = 50;

/** The names that are offered: counted ones that hold what is typed, then known ones beyond those that were counted. */
export function offered(
  counted: readonly { value: string; files: number }[],
  known: readonly string[],
  typed: string,
): Offered[] {
  const part = folded(typed);
  const found: Offered[] = counted.filter(({ value }) => folded(value).includes(part));
  if (counted.length < COUNTED || part === "") return found;
  const beyond = known.filter((value) => !counted.some((one) => one.value === value));
  return [...found, ...beyond.map((value) => ({ value, files: null }))];
}

function folded(text: string): string {
  return text.normalize("NFC").trim().toLowerCase();
}
