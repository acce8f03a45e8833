import { create } from "zustand";
import { useSettings } from "@/shared/settings";
import type { Failure } from "@/shared/text";

export const STEPS = ["folder", "tier", "captions"] as const;
export type Step = (typeof STEPS)[number];

interface Guide {
  /** Asked for, or opened by itself; null until either is known. */
  open: boolean | null;
  step: Step;
  folders: readonly string[];
  /** Why the last beginning failed. */
  problem: Failure | null;
  start: () => void;
  leave: () => void;
  go: (step: Step) => void;
  add: (folder: string) => void;
  drop: (folder: string) => void;
  fail: (problem: Failure) => void;
}

export const useGuide = create<Guide>()((set) => ({
  open: null,
  step: "folder",
  folders: [],
  problem: null,
  start: () => set({ open: true, step: "folder", problem: null }),
  leave: () => {
    useSettings.getState().set({ guided: true });
    set({ open: false, problem: null });
  },
  go: (step) => set({ step }),
  add: (folder) => set(({ folders }) => ({ folders: withFolder(folders, folder), problem: null })),
  drop: (folder) => set(({ folders }) => ({ folders: folders.filter((one) => one !== folder) })),
  fail: (problem) => set({ open: true, step: "folder", problem }),
}));

/** The folders with one more; one that lies in another, or holds another, is not named twice. */
export function withFolder(folders: readonly string[], folder: string): string[] {
  const fresh = folder.trim().replace(/(?<=.)[/\\]+$/, "");
  if (!fresh || folders.some((one) => holds(one, fresh))) return [...folders];
  return [...folders.filter((one) => !holds(fresh, one)), fresh];
}

function holds(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`) || inner.startsWith(`${outer}\\`) || outer === "/";
}

/** The step before or after one; null beyond the ends. */
export function beside(step: Step, by: 1 | -1): Step | null {
  return STEPS[STEPS.indexOf(step) + by] ?? null;
}
