import type { Operations } from "@contract";
import { nameOf } from "@/shared/text";

type FindPayload = Operations["find"]["payload"];
type Reference = NonNullable<FindPayload["references"]>[number];

/** What pictures are compared with: one of the library, a layer of one, one from outside, or words. */
export type Like =
  | { kind: "picture"; id: number; digest: string | null; name: string }
  | { kind: "layer"; id: number; layer: number; name: string }
  | { kind: "file"; path: string; shown: string; name: string }
  | { kind: "words"; words: string };

/** One thing that results are like, or with `minus` unlike; `weight` says how much it counts beside the others. */
export interface Well {
  like: Like;
  minus: boolean;
  weight: number;
}

/** Near to every one of them, or to any. */
export type Mode = "all" | "any";

/** As many as the back end takes. */
export const MOST_WELLS = 32;
export const WEIGHTS = [0.25, 0.5, 1, 2, 4] as const;

/** What tells one from another: the same thing is compared with once. */
export function keyOf(like: Like): string {
  if (like.kind === "picture") return `picture ${like.id}`;
  if (like.kind === "layer") return `layer ${like.id}/${like.layer}`;
  if (like.kind === "file") return `file ${like.path}`;
  return `words ${like.words}`;
}

/** What it is called. */
export function labelOf(like: Like): string {
  return like.kind === "words" ? like.words : like.name;
}

/** A picture of the library as something to compare with; what is not known of it yet is left out. */
export function pictureLike(id: number, known?: { digest: string | null; path: string }): Like {
  return { kind: "picture", id, digest: known?.digest ?? null, name: known ? nameOf(known.path) : `#${id}` };
}

/** The wells with one more; one that is there already changes its side. */
export function withLike(wells: readonly Well[], like: Like, minus: boolean): Well[] {
  const key = keyOf(like);
  if (wells.some((well) => keyOf(well.like) === key))
    return wells.map((well) => (keyOf(well.like) === key ? { ...well, minus } : well));
  return [...wells, { like, minus, weight: 1 }].slice(0, MOST_WELLS);
}

export function withoutLike(wells: readonly Well[], key: string): Well[] {
  return wells.filter(({ like }) => keyOf(like) !== key);
}

/** The wells with one of them changed. */
export function changedLike(
  wells: readonly Well[],
  key: string,
  change: Partial<Pick<Well, "minus" | "weight">>,
): Well[] {
  return wells.map((well) => (keyOf(well.like) === key ? { ...well, ...change } : well));
}

/** Whether nothing is said but what results shall not be like: that alone is no question. */
export function onlyMinus(wells: readonly Well[]): boolean {
  return wells.length > 0 && wells.every(({ minus }) => minus);
}

/** What of a search its wells are, as `find` takes it; `worded` tells whether the query has words beside them. */
export function referencesOf(
  wells: readonly Well[],
  mode: Mode,
  worded: boolean,
): Pick<FindPayload, "references" | "mode"> {
  if (!wells.length || (onlyMinus(wells) && !worded)) return {};
  return { references: wells.map(reference), ...(wells.length > 1 ? { mode } : {}) };
}

function reference({ like, minus, weight }: Well): Reference {
  const how = { ...(weight === 1 ? {} : { weight }), ...(minus ? { minus } : {}) };
  if (like.kind === "picture") return { picture: like.id, ...how };
  if (like.kind === "layer") return { picture: like.id, layer: like.layer, ...how };
  if (like.kind === "file") return { path: like.path, ...how };
  return { words: like.words, ...how };
}
