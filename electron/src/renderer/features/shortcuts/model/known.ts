import type { Action, Group } from "@/shared/actions";
import type { TextKey } from "@/shared/text";

/** Where an action can be done: anywhere, among the pictures, in the viewer, or beside each other. */
export type Place = "app" | "pictures" | "viewer" | "compare";

export interface Known {
  id: string;
  label: TextKey;
  group: Group;
  keys: readonly string[];
  place: Place;
}

type Row = readonly [id: string, label: TextKey, group: Group, keys: readonly string[]];

const PICTURES: readonly Row[] = [
  ["view.grid", "app.view.grid", "view", ["alt+1"]],
  ["view.list", "app.view.list", "view", ["alt+2"]],
  ["view.compact", "app.view.compact", "view", ["alt+3"]],
  ["rate.0", "app.action.rate_0", "pictures", ["0", "mod+0"]],
  ["rate.1", "app.action.rate_1", "pictures", ["1", "mod+1"]],
  ["rate.2", "app.action.rate_2", "pictures", ["2", "mod+2"]],
  ["rate.3", "app.action.rate_3", "pictures", ["3", "mod+3"]],
  ["rate.4", "app.action.rate_4", "pictures", ["4", "mod+4"]],
  ["rate.5", "app.action.rate_5", "pictures", ["5", "mod+5"]],
  ["results.all", "app.action.choose_all", "pictures", ["mod+a"]],
  ["results.none", "app.action.choose_none", "pictures", ["escape"]],
  ["order.earlier", "app.action.earlier", "pictures", ["alt+arrowleft", "alt+arrowup"]],
  ["order.later", "app.action.later", "pictures", ["alt+arrowright", "alt+arrowdown"]],
  ["collection.take_out", "app.action.take_out", "library", ["delete"]],
  ["results.more", "app.wells.more", "search", ["shift+s"]],
  ["results.less", "app.wells.less", "search", ["shift+d"]],
  ["results.similar", "app.action.similar", "search", ["s"]],
  ["results.open", "app.action.open", "go", []],
];
const VIEWER: readonly Row[] = [
  ["viewer.close", "app.viewer.close", "go", ["escape", "space", "enter"]],
  ["viewer.after", "app.viewer.after", "go", ["arrowright", "pagedown"]],
  ["viewer.before", "app.viewer.before", "go", ["arrowleft", "pageup"]],
  ["viewer.first", "app.viewer.first", "go", ["home"]],
  ["viewer.last", "app.viewer.last", "go", ["end"]],
  ["viewer.bigger", "app.viewer.bigger", "view", ["plus"]],
  ["viewer.smaller", "app.viewer.smaller", "view", ["minus"]],
  ["viewer.full", "app.viewer.full", "view", ["z"]],
  ["viewer.rotate", "app.viewer.rotate", "view", ["r"]],
  ["viewer.back", "app.viewer.back", "view", ["shift+r"]],
  ["viewer.layers", "app.layers", "view", ["l"]],
];
const COMPARE: readonly Row[] = [
  ["compare.lock", "app.compare.lock", "view", ["l"]],
  ["compare.difference", "app.compare.difference", "view", ["d"]],
  ["compare.heat", "app.compare.heat", "view", ["h"]],
  ["compare.changes", "app.diff", "view", ["y"]],
  ["compare.fit", "app.compare.fit", "view", ["z"]],
];

const at = (place: Place, rows: readonly Row[]): Known[] =>
  rows.map(([id, label, group, keys]) => ({ id, label, group, keys, place }));

/** The actions that are not on the screen while the settings are: those of the pictures and of the viewer. */
export const ELSEWHERE: readonly Known[] = [
  ...at("pictures", PICTURES),
  ...at("viewer", VIEWER),
  ...at("compare", COMPARE),
];

/** Every action that can have keys: what is on the screen now, and what is elsewhere. */
export function known(sets: readonly (readonly Action[])[]): Known[] {
  const places = new Map(ELSEWHERE.map((one) => [one.id, one.place]));
  const found = new Map<string, Known>();
  for (const { id, label, group, keys = [] } of sets.flat())
    found.set(id, { id, label, group, keys, place: places.get(id) ?? "app" });
  for (const one of ELSEWHERE) if (!found.has(one.id)) found.set(one.id, one);
  return [...found.values()];
}
