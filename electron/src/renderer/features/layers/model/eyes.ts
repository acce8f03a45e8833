import type { Operations } from "@contract";

export type Layer = Operations["picture"]["done"]["layers"][number];

/** Which eyes the user switched, and the one layer that is looked at alone. */
export interface Eyes {
  hidden: readonly number[];
  shown: readonly number[];
  only: number | null;
}

export const AS_STORED: Eyes = { hidden: [], shown: [], only: null };

/** Whether the eye of a layer is open, whatever the groups around it say. */
export function open(layer: Layer, eyes: Eyes): boolean {
  if (eyes.hidden.includes(layer.id)) return false;
  return layer.visible || eyes.shown.includes(layer.id);
}

/** The eyes with that of one layer switched; back where the document has it, nothing is kept of it. */
export function switched(layer: Layer, eyes: Eyes): Eyes {
  const without = (list: readonly number[]) => list.filter((id) => id !== layer.id);
  const next = { ...eyes, hidden: without(eyes.hidden), shown: without(eyes.shown) };
  const now = !open(layer, eyes);
  if (now === layer.visible) return next;
  return now ? { ...next, shown: [...next.shown, layer.id] } : { ...next, hidden: [...next.hidden, layer.id] };
}

/** One layer alone, or all again where it is alone already. */
export function soloed(layer: Layer, eyes: Eyes): Eyes {
  return { ...eyes, only: eyes.only === layer.id ? null : layer.id };
}

export function changed({ hidden, shown, only }: Eyes): boolean {
  return hidden.length > 0 || shown.length > 0 || only !== null;
}

export interface Row {
  layer: Layer;
  depth: number;
  group: boolean;
}

/** The rows of the tree, top to bottom as painters see them; folded groups hide what is in them. A search shows what
matches with the groups around it. */
export function rows(layers: readonly Layer[], folded: ReadonlySet<number>, search: string): Row[] {
  const wanted = search.trim().normalize("NFC").toLowerCase();
  const matching = layers.filter(({ name, text }) =>
    `${name} ${text ?? ""}`.normalize("NFC").toLowerCase().includes(wanted),
  );
  const kept = wanted ? new Set(matching.flatMap(({ id, path }) => [id, ...path])) : null;
  const groups = new Set(layers.filter(isGroup).map(({ id }) => id));
  const hidden = ({ path }: Layer) => !wanted && path.some((id) => folded.has(id));
  return tree(layers)
    .filter((layer) => (kept ? kept.has(layer.id) : true) && !hidden(layer))
    .map((layer) => ({ layer, depth: layer.path.length, group: groups.has(layer.id) }));
}

function isGroup({ kind }: Layer): boolean {
  return kind === "group" || kind === "artboard";
}

/** Layers come bottom to top, a group before its members; painters read from the top, the group above its members. */
function tree(layers: readonly Layer[]): Layer[] {
  const members = new Map<number | null, Layer[]>();
  for (const layer of layers) {
    const parent = layer.path.at(-1) ?? null;
    members.set(parent, [layer, ...(members.get(parent) ?? [])]);
  }
  const below = (parent: number | null): Layer[] =>
    (members.get(parent) ?? []).flatMap((layer) => [layer, ...(isGroup(layer) ? below(layer.id) : [])]);
  return below(null);
}
