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

const CODE = /^([a-z][a-z_]{2,40}): (.*)$/s;

/** A reason of the form `corrupt: the header is cut off` by its two parts; one without a code counts as `other`. */
export function reasoned({ path, reason }: { path: string; reason: string }): Reasoned {
  const found = CODE.exec(reason);
  return { path, code: found?.[1] ?? "other", reason: found?.[2] ?? reason };
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

export type ReasonRow = { head: string; count: number; open: boolean } | { problem: Reasoned };

/** The lines of a list: each code, and below those that are open their problems. */
export function reasonRows(groups: readonly ReasonGroup[], open: ReadonlySet<string>): ReasonRow[] {
  return groups.flatMap(({ code, problems }): ReasonRow[] => [
    { head: code, count: problems.length, open: open.has(code) },
    ...(open.has(code) ? problems.map((problem) => ({ problem })) : []),
  ]);
}
