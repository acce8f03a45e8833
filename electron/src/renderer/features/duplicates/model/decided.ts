import type { Duplicate, Group, Lost } from "./types";

/** What the user says against the rules: pictures to keep, and others that stay where they are. */
export interface Hand {
  picks: ReadonlySet<number>;
  stays: ReadonlySet<number>;
}

export const NO_HAND: Hand = { picks: new Set(), stays: new Set() };

/** What is to become of the pictures of a group. */
export interface Decided {
  keep: Duplicate;
  /** All of them in the order of the rules, which does not change by hand. */
  order: readonly Duplicate[];
  /** In the order in which they count. */
  others: readonly Duplicate[];
  /** Those of the others that the plan takes along; without any the group is left alone. */
  going: readonly Duplicate[];
  why: ReadonlyMap<number, Lost>;
  picked: boolean;
}

/** Decide a group by the rules, which the back end applied, and by hand, which goes before them. */
export function decide({ keep, others, pictures }: Group, { picks, stays }: Hand): Decided | null {
  const known = new Map(pictures.map((picture) => [picture.id, picture]));
  const order = [keep, ...others.map(({ id }) => id)].flatMap((id) => known.get(id) ?? []);
  const picked = order.find(({ id }) => picks.has(id))?.id;
  const kept = known.get(picked ?? keep);
  if (!kept) return null;
  const rest = order.filter(({ id }) => id !== kept.id);
  const reasons: readonly Lost[] =
    kept.id === keep ? others : rest.map(({ id }) => ({ id, by: "picked", kept: null, value: null }));
  return {
    keep: kept,
    order,
    others: rest,
    going: rest.filter(({ id }) => !stays.has(id)),
    why: new Map(reasons.map((lost) => [lost.id, lost])),
    picked: picked !== undefined,
  };
}

/** Keep a picture of a group whatever the rules say; the one that is picked already goes back to the rules. */
export function picking(hand: Hand, group: readonly number[], id: number): Hand {
  const picks = new Set([...hand.picks].filter((one) => !group.includes(one)));
  if (!hand.picks.has(id)) picks.add(id);
  const stays = new Set([...hand.stays].filter((one) => one !== id));
  return { picks, stays };
}

/** Let a picture stay where it is, or go again. */
export function staying(hand: Hand, id: number): Hand {
  const stays = new Set(hand.stays);
  if (!stays.delete(id)) stays.add(id);
  return { ...hand, stays };
}

/** Leave a whole group alone, or take it into the plan again. */
export function alone(hand: Hand, { others, going }: Decided): Hand {
  const stays = new Set(hand.stays);
  for (const { id } of others) {
    if (going.length > 0) stays.add(id);
    else stays.delete(id);
  }
  return { ...hand, stays };
}

/** What was said by hand of other pictures than those of some groups, which are done with. */
export function without({ picks, stays }: Hand, groups: readonly Decided[]): Hand {
  const done = new Set(groups.flatMap(({ order }) => order.map(({ id }) => id)));
  const rest = (ids: ReadonlySet<number>) => new Set([...ids].filter((id) => !done.has(id)));
  return { picks: rest(picks), stays: rest(stays) };
}

/** The groups of which anything goes, as the operations take them. */
export function asked(groups: readonly Decided[]): { keep: number; others: number[] }[] {
  return groups
    .filter(({ going }) => going.length > 0)
    .map(({ keep, going }) => ({ keep: keep.id, others: going.map(({ id }) => id) }));
}
