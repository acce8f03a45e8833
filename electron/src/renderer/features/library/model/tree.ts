import type { Operations } from "@contract";

export type Collection = Operations["collection_list"]["done"]["collections"][number];

export interface Branch {
  collection: Collection;
  depth: number;
  /** The names from the outermost collection on, as `in:` takes them. */
  path: string;
}

/** Collections as rows of a tree, each below the one around it, in the order in which they are given. */
export function branches(all: readonly Collection[], parent: number | null = null, depth = 0, around = ""): Branch[] {
  const members = all.filter((one) => one.parent === parent);
  return members.flatMap((collection) => {
    const path = around ? `${around}/${collection.name}` : collection.name;
    return [{ collection, depth, path }, ...branches(all, collection.id, depth + 1, path)];
  });
}

/** The rows that are on the screen: what is inside a folded collection is not. */
export function unfolded(rows: readonly Branch[], folded: ReadonlySet<number>): Branch[] {
  let hidden = Number.POSITIVE_INFINITY;
  return rows.filter(({ collection, depth }) => {
    if (depth > hidden) return false;
    hidden = folded.has(collection.id) ? depth : Number.POSITIVE_INFINITY;
    return true;
  });
}

/** The numbers of a collection and of all inside it. */
export function inside(all: readonly Collection[], id: number): Set<number> {
  const found = new Set([id]);
  const below = (parent: number) => {
    for (const one of all) {
      if (one.parent !== parent || found.has(one.id)) continue;
      found.add(one.id);
      below(one.id);
    }
  };
  below(id);
  return found;
}

/** Where a collection may stand: in none inside it, and in no smart one. */
export function homes(all: readonly Collection[], moved: Collection): Branch[] {
  const without = inside(all, moved.id);
  return branches(all).filter(({ collection }) => collection.query === null && !without.has(collection.id));
}

export type Tag = Operations["tag_list"]["done"]["tags"][number];

/** Tags as rows of a tree; a search shows what matches, by any of its names, without the tree. */
export function tagRows(tags: readonly Tag[], search: string): { tag: Tag; depth: number }[] {
  const wanted = search.trim().normalize("NFC").toLowerCase();
  if (wanted) {
    const names = (tag: Tag) => [tag.name, ...tag.aliases].map((name) => name.normalize("NFC").toLowerCase());
    return tags.filter((tag) => names(tag).some((name) => name.includes(wanted))).map((tag) => ({ tag, depth: 0 }));
  }
  const known = new Set(tags.map(({ name }) => name));
  const below = (parent: string | null, depth: number): { tag: Tag; depth: number }[] =>
    tags
      .filter((tag) => (tag.parent !== null && known.has(tag.parent) ? tag.parent : null) === parent)
      .flatMap((tag) => [{ tag, depth }, ...below(tag.name, depth + 1)]);
  return below(null, 0);
}

/** Words of a cloud by how often they occur: five sizes, on a logarithmic scale. */
export function sizes<T extends { files: number }>(counted: readonly T[]): (T & { size: number })[] {
  const logs = counted.map(({ files }) => Math.log(Math.max(files, 1)));
  const [least, most] = [Math.min(...logs), Math.max(...logs)];
  const size = (log: number) => (most === least ? 2 : Math.round((4 * (log - least)) / (most - least)));
  return counted.map((one, at) => ({ ...one, size: size(logs[at] ?? 0) }));
}
