import type { Decided } from "./decided";

/** What a picture that is kept gets of the others. */
export interface United {
  tags: readonly string[];
  collections: readonly number[];
  comments: number;
  /** Whether any of the others has a note; what it says beyond the kept one's is put below. */
  note: boolean;
  rating: number | null;
  label: string | null;
}

const folded = (tag: string) => tag.normalize("NFC").toLowerCase();

/** What a merge would bring together on the kept picture. */
export function united({ keep, going }: Decided): United {
  const tags = new Map(going.flatMap(({ user_tags }) => user_tags.map((tag) => [folded(tag), tag])));
  for (const tag of keep.user_tags) tags.delete(folded(tag));
  const collections = new Set(going.flatMap((other) => other.collections));
  for (const collection of keep.collections) collections.delete(collection);
  const best = Math.max(0, ...going.map(({ rating }) => rating ?? 0));
  return {
    tags: [...tags.values()],
    collections: [...collections],
    comments: going.reduce((count, { comments }) => count + comments, 0),
    note: going.some(({ noted }) => noted),
    rating: best > (keep.rating ?? 0) ? best : null,
    label: keep.label === null ? (going.find(({ label }) => label !== null)?.label ?? null) : null,
  };
}

/** Whether anything would be brought together. */
export function isSome({ tags, collections, comments, note, rating, label }: United): boolean {
  return tags.length + collections.length + comments > 0 || note || rating !== null || label !== null;
}

export interface Totals {
  tags: number;
  collections: number;
  comments: number;
  notes: number;
  ratings: number;
  labels: number;
}

/** How much would be brought together in some groups. */
export function totals(groups: readonly United[]): Totals {
  const sum = (of: (one: United) => number) => groups.reduce((count, one) => count + of(one), 0);
  return {
    tags: sum(({ tags }) => tags.length),
    collections: sum(({ collections }) => collections.length),
    comments: sum(({ comments }) => comments),
    notes: sum(({ note }) => Number(note)),
    ratings: sum(({ rating }) => Number(rating !== null)),
    labels: sum(({ label }) => Number(label !== null)),
  };
}
