import { coded } from "../text";

/** A thing that could not be done, by the code and the sentence of its reason. */
export interface Reasoned {
  path: string;
  code: string;
  reason: string;
}

export interface ReasonGroup {
  code: string;
  problems: readonly Reasoned[];
}

/** A problem by the code and the words of its reason. */
export function reasoned({ path, reason }: { path: string; reason: string }): Reasoned {
  const { code, detail } = coded(reason);
  return { path, code, reason: detail };
}

/** Problems by their code, the most frequent first; within one, in their order. */
export function byReason(problems: readonly Reasoned[]): ReasonGroup[] {
  const groups = new Map<string, Reasoned[]>();
  for (const problem of problems) {
    const group = groups.get(problem.code);
    if (group) group.push(problem);
    else groups.set(problem.code, [problem]);
  }
  return [...groups]
    .map(([code, all]) => ({ code, problems: all }))
    .sort((one, two) => two.problems.length - one.problems.length || one.code.localeCompare(two.code));
}

export type ReasonRow = { head: string; count: number; open: boolean } | { remedy: string } | { problem: Reasoned };

/** The lines of a list: each code, and below those that are open what can be done, and their problems. */
export function reasonRows(groups: readonly ReasonGroup[], open: ReadonlySet<string>): ReasonRow[] {
  return groups.flatMap(({ code, problems }): ReasonRow[] => [
    { head: code, count: problems.length, open: open.has(code) },
    ...(open.has(code) ? [{ remedy: code }, ...problems.map((problem) => ({ problem }))] : []),
  ]);
}
