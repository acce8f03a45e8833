/** Tags that pictures must have: one of each group. */
export type Groups = readonly (readonly string[])[];

/** What is looked for, and the group to which tags are added that are pressed; null where each makes its own. */
export interface Asked {
  with: Groups;
  without: readonly string[];
  joining: number | null;
}

/** Look for a tag, or not any more; it is not unwanted then. */
export function wanting({ with: groups, without, joining }: Asked, tag: string): Asked {
  if (groups.some((group) => group.includes(tag))) return dropped({ with: groups, without, joining }, tag);
  const next = groups.map((group, at) => (at === joining ? [...group, tag] : group));
  return {
    with: joining === null || joining >= groups.length ? [...next, [tag]] : next,
    without: without.filter((one) => one !== tag),
    joining,
  };
}

/** Leave out what has a tag, or not any more; it is not wanted then. */
export function unwanting(asked: Asked, tag: string): Asked {
  const { without, ...others } = asked;
  if (without.includes(tag)) return { ...others, without: without.filter((one) => one !== tag) };
  return { ...dropped(asked, tag), without: [...without, tag] };
}

function dropped({ with: groups, without, joining }: Asked, tag: string): Asked {
  const open = joining === null ? undefined : groups[joining];
  const next = groups.map((group) => ({ from: group, left: group.filter((one) => one !== tag) }));
  const kept = next.filter(({ left }) => left.length > 0);
  const at = kept.findIndex(({ from }) => from === open);
  return { with: kept.map(({ left }) => left), without, joining: at < 0 ? null : at };
}

/** What is looked for beside the group that is being added to: those tags can still be chosen. */
export function beside({ with: groups, joining }: Asked): Groups {
  return groups.filter((_, at) => at !== joining);
}
