import { create } from "zustand";
import { persist } from "zustand/middleware";

/** The specification keeps this many. */
export const MOST = 50;

/** The history with a query at its front; the same query stands in it once, however it was composed. */
export function remembered(queries: readonly string[], query: string): string[] {
  const one = query.trim().normalize("NFC");
  return one ? [one, ...queries.filter((old) => old !== one)].slice(0, MOST) : [...queries];
}

/** Earlier queries that contain what is typed, those that begin with it first. */
export function recalled(queries: readonly string[], typed: string, limit: number): string[] {
  const wanted = typed.trim().normalize("NFC").toLowerCase();
  const fitting = queries.filter((one) => one.toLowerCase().includes(wanted) && one !== typed);
  const starts = (one: string) => (one.toLowerCase().startsWith(wanted) ? 0 : 1);
  return fitting.sort((a, b) => starts(a) - starts(b)).slice(0, limit);
}

interface History {
  queries: string[];
  remember(query: string): void;
  drop(query: string): void;
  clear(): void;
}

/** Earlier searches, the latest first, kept in this browser alone. */
export const useHistory = create<History>()(
  persist(
    (set) => ({
      queries: [],
      remember: (query) => set(({ queries }) => ({ queries: remembered(queries, query) })),
      drop: (query) => set(({ queries }) => ({ queries: queries.filter((one) => one !== query) })),
      clear: () => set({ queries: [] }),
    }),
    { name: "imageparser.history", version: 1, partialize: ({ queries }) => ({ queries }) },
  ),
);
