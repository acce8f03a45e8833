import type { Operations } from "@contract";
import type { Collection } from "./tree";

/** What is being written about a collection. */
export type Draft = Pick<Collection, "name" | "description" | "parent" | "query" | "cover">;

export function draftOf({ name, description, parent, query, cover }: Collection): Draft {
  return { name, description, parent, query, cover };
}

type Changes = Omit<Operations["collection_save"]["payload"], "collection">;

/** What of a draft differs from the collection, as the operation takes it: none is 0 there. */
export function changes(old: Collection, draft: Draft): Changes {
  const name = draft.name.trim();
  const query = draft.query?.trim() ?? null;
  return {
    ...(name === old.name ? {} : { name }),
    ...(draft.description === old.description ? {} : { description: draft.description }),
    ...(draft.parent === old.parent ? {} : { parent: draft.parent ?? 0 }),
    ...(query === null || query === old.query ? {} : { query }),
    ...(draft.cover === old.cover ? {} : { cover: draft.cover ?? 0 }),
  };
}
