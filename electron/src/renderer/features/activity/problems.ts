import { type Job, type Reasoned, reasoned } from "@/shared/jobs";

/** The problems of a job in the form of the list. */
export function problemsOf({ problems }: Pick<Job, "problems">): Reasoned[] {
  return problems.map(reasoned);
}
