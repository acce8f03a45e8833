import type { LucideIcon } from "lucide-react";
import { create } from "zustand";
import { useSettings } from "../settings";
import type { TextKey } from "../text";
import { MAC, type Stroke, strokeOf, typing } from "./keys";

export type Group = "search" | "view" | "go" | "pictures" | "library" | "app";

/** Something the user can do; the palette, the menus and the keyboard all read this one table. */
export interface Action {
  id: string;
  label: TextKey;
  group: Group;
  icon?: LucideIcon;
  keys?: readonly string[];
  /** Not offered in the palette: it makes sense with keys only. */
  hidden?: boolean;
  /** Holding the key down repeats it. */
  repeats?: boolean;
  enabled?: () => boolean;
  run: () => void;
}

interface Registry {
  /** The sets of actions of what is on the screen, the innermost last. */
  sets: readonly (readonly Action[])[];
  add(set: readonly Action[]): () => void;
}

export const useRegistry = create<Registry>()((change) => ({
  sets: [],
  add(set) {
    change(({ sets }) => ({ sets: [...sets, set] }));
    return () => change(({ sets }) => ({ sets: sets.filter((one) => one !== set) }));
  },
}));

/** Every action that can be run now, an inner one hiding an outer one of the same id. */
export function available(sets: Registry["sets"]): Action[] {
  const found = new Map<string, Action>();
  for (const set of sets) for (const action of set) found.set(action.id, action);
  return [...found.values()].filter((action) => action.enabled?.() ?? true);
}

type Keyed = Pick<Action, "id" | "keys">;

/** The keys of an action: those that the user gave it, else its own. */
export function keysOf({ id, keys = [] }: Keyed, given = useSettings.getState().keys): readonly string[] {
  return given[id] ?? keys;
}

/** The action that a stroke means: the innermost one that has these keys and can run. */
export function actionFor(sets: Registry["sets"], keys: string): Action | undefined {
  for (const set of [...sets].reverse()) {
    const found = set.find((action) => keysOf(action).includes(keys) && (action.enabled?.() ?? true));
    if (found) return found;
  }
  return undefined;
}

/** What these do to a text that is being typed is the browser's. */
const EDITING = new Set(["mod+a", "mod+z", "mod+shift+z", "mod+y", "mod+c", "mod+x", "mod+v"]);

/** Run what a key press means; returns whether it meant something. */
export function press(
  event: Stroke & { target: EventTarget | null; repeat: boolean; isComposing: boolean },
  mac = MAC,
): boolean {
  const keys = strokeOf(event, mac);
  // Hangul is composed with keys that must not act.
  if (event.isComposing) return false;
  if (typing(event.target) && (!/^(?:(?:mod|ctrl|alt)\+|f\d+$)/.test(keys) || EDITING.has(keys))) return false;
  if (event.target instanceof Element && event.target.closest("[data-modal]")) return false;
  const action = actionFor(useRegistry.getState().sets, keys);
  if (!action || (event.repeat && !action.repeats)) return false;
  action.run();
  return true;
}

export function runAction(id: string): void {
  available(useRegistry.getState().sets)
    .find((action) => action.id === id)
    ?.run();
}
