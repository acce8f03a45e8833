import { create } from "zustand";
import { forget } from "../data";

/** When a job that changes the library last ended, in milliseconds since 1970; what was found before may not hold. */
export const useChanged = create<{ at: number }>()(() => ({ at: 0 }));

/** Note that such a job has ended: how the library is doing is asked for anew where it is shown. */
export function changed(at: number): void {
  useChanged.setState((before) => ({ at: Math.max(before.at, at) }));
  forget(["health"]);
}
