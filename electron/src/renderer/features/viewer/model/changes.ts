import type { Operations } from "@contract";

export type Diff = Operations["diff"]["done"];
export type Kind = "added" | "removed" | "renamed" | "moved" | "changed";

/** What happened to one layer; `a` and `b` are its numbers before and after, null where it was or is not there. */
export interface Change {
  kind: Kind;
  name: string;
  a: number | null;
  b: number | null;
  /** The name before, where it has another one now. */
  before: string | null;
  /** How it moved or what of it changed. */
  what: readonly string[];
  /** Of what changed, that which can be told: what it was and what it is. */
  values: Diff["changed"][number]["values"];
}

/** All changes of a comparison in one list, what came and went first. */
export function changesOf(diff: Diff): Change[] {
  const none = { a: null, b: null, before: null, what: [], values: {} };
  return [
    ...diff.added.map(({ id, name }) => ({ ...none, kind: "added" as const, name, b: id })),
    ...diff.removed.map(({ id, name }) => ({ ...none, kind: "removed" as const, name, a: id })),
    ...diff.renamed.map(({ id, was, before, after }) => ({
      ...none,
      kind: "renamed" as const,
      name: after,
      a: was,
      b: id,
      before,
    })),
    ...diff.moved.map(({ id, was, name, how }) => ({
      ...none,
      kind: "moved" as const,
      name,
      a: was,
      b: id,
      what: how,
    })),
    ...diff.changed.map(({ id, was, name, what, values }) => ({
      ...none,
      kind: "changed" as const,
      name,
      a: was,
      b: id,
      what,
      values,
    })),
  ];
}

/** Boxes of layers by their numbers, without those of layers that have nothing. */
export function boxesOf(layers: readonly { id: number; bbox: readonly number[] }[]): Map<number, readonly number[]> {
  const seen = layers.filter(({ bbox: [left = 0, top = 0, right = 0, bottom = 0] }) => left < right && top < bottom);
  return new Map(seen.map(({ id, bbox }) => [id, bbox]));
}
