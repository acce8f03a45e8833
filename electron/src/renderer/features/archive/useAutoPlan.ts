import { useEffect } from "react";
import { plan, usePlan } from "./model/planning";
import { problems } from "./model/problems";
import { keyOf, type Request, request } from "./model/request";
import { useRan } from "./model/running";
import { useArchive } from "./model/store";

const WAIT_MS = 400;
/** A plan that takes longer is made only where it is asked for. */
export const SLOW_MS = 3000;

/** The key of what the draft asks for; null while it cannot be asked. */
export function useKey(): string | null {
  const draft = useArchive((archive) => archive.draft);
  return problems(draft).some(({ stops }) => stops) ? null : keyOf(request(draft));
}

/** Have a plan for the draft of now, a moment after it was changed; with `always` however long it takes. */
export function useAutoPlan(always: boolean): string | null {
  const key = useKey();
  const busy = useRan(({ state, key: ran }) => state === "checking" || state === "going" || (always && ran === key));
  useEffect(() => {
    const { key: known, state, took } = usePlan.getState();
    const there = known === key && state !== "none";
    if (key === null || busy || there || (!always && took > SLOW_MS)) return;
    const timer = setTimeout(() => void plan(JSON.parse(key) as Request), WAIT_MS);
    return () => clearTimeout(timer);
  }, [key, busy, always]);
  return key;
}
