import { create } from "zustand";
import { persist } from "zustand/middleware";
import { type Hand, NO_HAND } from "./decided";
import { DEFAULT_RULES } from "./rules";
import type { Rule, Wanted } from "./types";

export const KINDS = ["exact", "pixels", "hash", "vector"] as const;
export type Kind = (typeof KINDS)[number];
export const MOST_BITS = 11;
export const LEAST_COSINE = 0.8;

/** Among which pictures duplicates are looked for; a folder by its path. */
export type Scope = "all" | "query" | `folder:${string}`;

/** How duplicates are looked for; kept in this browser. */
export interface Looking {
  kinds: readonly Kind[];
  bits: number;
  cosine: number;
  rules: readonly Rule[];
  scope: Scope;
  /** The folder into which duplicates were put the last time. */
  aside: string;
  /** Whether what was put aside is left out. */
  without: boolean;
}

export const LOOKING: Looking = {
  kinds: ["exact", "hash"],
  bits: 6,
  cosine: 0.97,
  rules: DEFAULT_RULES,
  scope: "all",
  aside: "",
  without: true,
};

interface Store extends Looking {
  set(change: Partial<Looking>): void;
}

export const useLooking = create<Store>()(
  persist((set) => ({ ...LOOKING, set: (change) => set(change) }), {
    name: "imageparser.duplicates",
    version: 1,
    partialize: ({ set: _, ...kept }) => kept,
  }),
);

interface HandStore {
  hand: Hand;
  set(hand: Hand): void;
}

/** What was decided by hand; forgotten with the page, because the plan is made anew then. */
export const useHand = create<HandStore>()((set) => ({ hand: NO_HAND, set: (hand) => set({ hand }) }));

/** The kinds with one more or one less; the last one stays. */
export function toggled(kinds: readonly Kind[], kind: Kind): Kind[] {
  const next = KINDS.filter((one) => kinds.includes(one) !== (one === kind));
  return next.length > 0 ? next : [...kinds];
}

/** What is asked for. */
export function wantedOf({ kinds, bits, cosine }: Pick<Looking, "kinds" | "bits" | "cosine">, query: string): Wanted {
  return {
    query,
    kinds: [...kinds],
    ...(kinds.includes("hash") ? { bits } : {}),
    ...(kinds.includes("vector") ? { cosine } : {}),
  };
}
