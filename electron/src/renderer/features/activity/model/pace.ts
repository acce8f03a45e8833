import type { Job } from "@/shared/jobs";

/** Items per second, and the seconds that the rest takes; null where that cannot be said yet. */
export interface Pace {
  rate: number | null;
  eta: number | null;
}

/** So long something must have gone on before a guess is better than none. */
const SOONEST_MS = 2000;

/** How fast a job without phases is, by what it did until now. */
export function paceOf({ started, processed, total }: Pick<Job, "started" | "processed" | "total">, now: number): Pace {
  const passed = now - started;
  if (passed < SOONEST_MS || processed === 0) return { rate: null, eta: null };
  const rate = (processed * 1000) / passed;
  return { rate, eta: total > processed ? (total - processed) / rate : null };
}

type Phase = Job["phases"][number];

/** The phases that have something to do, in their order, and how much of each is done. */
export function phaseRows(phases: Job["phases"]): (Phase & { share: number })[] {
  return phases
    .filter(({ phase, total }) => total > 0 || phase === "scan")
    .map((phase) => ({ ...phase, share: shareOf(phase) }));
}

/** The whole rest of a run: phases go on side by side, so that the slowest counts. */
export function restOf(phases: Job["phases"]): number | null {
  const told = phases.flatMap(({ eta_s, final }) => (final || eta_s === null ? [] : [eta_s]));
  return told.length > 0 ? Math.max(...told) : null;
}

function shareOf({ done, failed, waiting, total, final }: Phase): number {
  if (final && waiting === 0) return 1;
  return total > 0 ? Math.min((done + failed) / total, 1) : 0;
}
