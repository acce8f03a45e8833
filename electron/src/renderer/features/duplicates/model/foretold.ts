import type { ResultOf } from "@/shared/bridge";

export type Line = ResultOf<"duplicates_move">;

/** What a dry run says of a move. */
export interface Foretold {
  lines: readonly Line[];
  going: number;
  /** Those that lie in the folder already. */
  there: number;
  refused: number;
}

/** Count what a dry run told, what cannot be moved first. */
export function foretold(lines: readonly Line[]): Foretold {
  const of = (status: Line["status"]) => lines.filter((line) => line.status === status);
  const refused = of("ERROR");
  const going = of("OK");
  const there = lines.length - refused.length - going.length;
  const rest = lines.filter(({ status }) => status !== "ERROR");
  return { lines: [...refused, ...rest], going: going.length, there, refused: refused.length };
}
