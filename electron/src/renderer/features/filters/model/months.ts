export interface Bar {
  /** `2026-03`, or `2026` where bars are years. */
  value: string;
  files: number;
  /** From 0 to 1 of the tallest. */
  height: number;
}

const MOST = 36;
const STRAY = 0.01;

/** The days of pictures as bars without gaps: of months where they fit, else of years. */
export function bars(months: readonly { value: string; files: number }[]): Bar[] {
  const counts = new Map<string, number>();
  const [first, last] = ends(months.filter(({ value }) => /^\d{4}-\d{2}$/.test(value)));
  if (!first || !last) return [];
  const years = span(first, last) > MOST;
  const key = (month: string) => (years ? month.slice(0, 4) : month);
  for (let month = first; month <= last; month = after(month)) counts.set(key(month), 0);
  for (const { value, files } of months)
    if (counts.has(key(value))) counts.set(key(value), (counts.get(key(value)) ?? 0) + files);
  const tallest = Math.max(...counts.values(), 1);
  return [...counts].map(([value, files]) => ({ value, files, height: files / tallest }));
}

function after(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${`${number + 1}`.padStart(2, "0")}`;
}

function span(first: string, last: string): number {
  const count = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return count(last) - count(first) + 1;
}

/** The months between which nearly all pictures lie: a few clocks that went wrong must not press all bars together. */
function ends(months: readonly { value: string; files: number }[]): [string | undefined, string | undefined] {
  const sorted = [...months].sort((a, b) => (a.value < b.value ? -1 : 1));
  const total = sorted.reduce((sum, { files }) => sum + files, 0);
  let before = 0;
  const within = sorted.filter(({ files }) => {
    before += files;
    return before > total * STRAY && before - files < total * (1 - STRAY);
  });
  return [within[0]?.value, within.at(-1)?.value];
}

/** The range from one bar to another, whichever comes first, as filters write it. */
export function rangeOf(from: string, to: string): string {
  const [first, last] = from <= to ? [from, to] : [to, from];
  return first === last ? first : `${first}..${last}`;
}

/** Whether any day of a bar lies in a range of days, months or years. */
export function touches(bar: string, { from, to }: { from: string | null; to: string | null }): boolean {
  if (from === null && to === null) return false;
  const cut = (day: string) => day.slice(0, bar.length);
  // A year as the end of a range lasts until its last month.
  return (from === null || bar >= cut(from)) && (to === null || bar <= cut(to) || bar.startsWith(to));
}
