import { keysOf } from "@/shared/actions";
import type { Known } from "./known";

/** Keys that were given to actions, by their ids. */
export type Given = Readonly<Record<string, readonly string[]>>;

/** Strokes that the browser or the system keeps for itself. */
const KEPT = new Set(["mod+w", "mod+t", "mod+n", "mod+q", "mod+r", "mod+shift+t", "mod+shift+n", "mod+shift+w"]);
const ALSO_KEPT = new Set(["f5", "f11", "f12", "tab", "shift+tab", "alt+f4", "alt+tab", "mod+c", "mod+v", "mod+x"]);
const STROKE = /^(?:(?:mod|ctrl|alt|shift)\+){0,4}(?:[^\s+]{1,20})$/u;
const MOST_KEYS = 4;
const FORMAT = "imageparser-shortcuts";

export function isKept(keys: string): boolean {
  return KEPT.has(keys) || ALSO_KEPT.has(keys);
}

/** Whether two actions can be meant by one stroke: one of the viewer hides one of the app, on purpose. */
function meet(one: Known, other: Known): boolean {
  const both = new Set([one.place, other.place]);
  return both.size === 1 || (both.has("app") && both.has("pictures"));
}

/** The other actions that the same keys would mean. */
export function clashes(all: readonly Known[], given: Given, id: string, keys: string): Known[] {
  const own = all.find((one) => one.id === id);
  if (!own) return [];
  return all.filter((one) => one.id !== id && meet(own, one) && keysOf(one, given).includes(keys));
}

/** Give keys to an action; its own ones again take the entry out. */
export function withKeys(given: Given, action: Known, keys: readonly string[]): Given {
  const { [action.id]: _, ...rest } = given;
  const same = keys.length === action.keys.length && keys.every((one, place) => one === action.keys[place]);
  return same ? rest : { ...rest, [action.id]: [...keys] };
}

/** Give an action more keys, and take them from whatever else they would mean. */
export function withMore(all: readonly Known[], given: Given, action: Known, keys: string): Given {
  let next = given;
  for (const one of clashes(all, given, action.id, keys))
    next = withKeys(
      next,
      one,
      keysOf(one, next).filter((other) => other !== keys),
    );
  const now = keysOf(action, next);
  return now.includes(keys) ? next : withKeys(next, action, [...now, keys].slice(-MOST_KEYS));
}

export function withoutKeys(given: Given, action: Known, keys: string): Given {
  return withKeys(
    given,
    action,
    keysOf(action, given).filter((one) => one !== keys),
  );
}

/** What is written into a file. */
export function written(given: Given): { format: string; version: number; keys: Given } {
  return { format: FORMAT, version: 1, keys: given };
}

/** What a file gives, and how many of its actions are none of ours; null where it is no such file. */
export function read(found: unknown, all: readonly Known[]): { given: Given; unknown: number } | null {
  const { format, keys } = (typeof found === "object" && found !== null ? found : {}) as Record<string, unknown>;
  if (format !== FORMAT || typeof keys !== "object" || keys === null || Array.isArray(keys)) return null;
  const rows = Object.entries(keys);
  let given: Given = {};
  for (const [id, strokes] of rows) {
    const action = all.find((one) => one.id === id);
    if (action && areStrokes(strokes)) given = withKeys(given, action, strokes);
  }
  return {
    given,
    unknown: rows.filter(([id, strokes]) => !all.some((one) => one.id === id) || !areStrokes(strokes)).length,
  };
}

function areStrokes(value: unknown): value is string[] {
  const fits = (one: unknown) => typeof one === "string" && STROKE.test(one) && !isKept(one);
  return Array.isArray(value) && value.length <= MOST_KEYS && value.every(fits);
}
