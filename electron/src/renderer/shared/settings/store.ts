import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { Language } from "../text";

export const THEMES = ["dark", "light", "system"] as const;
export type Theme = (typeof THEMES)[number];
export const VIEWS = ["grid", "list", "compact"] as const;
export type View = (typeof VIEWS)[number];

/** What stays as the user left it; kept in this browser, because it is about this screen. */
export interface Settings {
  theme: Theme;
  /** Null follows the system. */
  language: Language | null;
  view: View;
  /** Width of a tile of the grid in pixels. */
  tile: number;
  left: boolean;
  right: boolean;
  author: string;
  /** Keys that the user gave to actions, by their ids; an empty list means none. */
  keys: Readonly<Record<string, readonly string[]>>;
  /** The first-run guide was gone through or left. */
  guided: boolean;
}

export const DEFAULTS: Settings = {
  theme: "dark",
  language: null,
  view: "grid",
  tile: 176,
  left: true,
  right: false,
  author: "",
  keys: {},
  guided: false,
};

interface Store extends Settings {
  set(change: Partial<Settings>): void;
}

export const useSettings = create<Store>()(
  persist((set) => ({ ...DEFAULTS, set: (change) => set(change) }), {
    name: "imageparser.settings",
    version: 1,
    partialize: ({ set: _, ...kept }) => kept,
  }),
);

/** The theme that a setting means on a system that prefers light or dark. */
export function themeOf(theme: Theme, prefersLight: boolean): "dark" | "light" {
  if (theme === "system") return prefersLight ? "light" : "dark";
  return theme;
}
