import type { Operations, QueryPart } from "@contract";

export type Kept = Operations["collection_list"]["done"]["collections"][number];

const folded = (name: string) => name.normalize("NFC").trim().toLowerCase();

/** The one collection by hand that a query shows: its path ends in the names of `in:`; null where there is none. */
export function shownCollection(all: readonly Kept[], parts: readonly QueryPart[]): Kept | null {
  const listed = parts.filter(({ kind, name, negated }) => kind === "filter" && name === "in" && !negated);
  const wanted = (listed[0]?.value ?? "").split("/").map(folded);
  const byId = new Map(all.map((one) => [one.id, one]));
  const path = (one: Kept): string[] => {
    const around = one.parent === null ? undefined : byId.get(one.parent);
    return [...(around ? path(around) : []), folded(one.name)];
  };
  if (listed.length !== 1) return null;
  const found = all.filter((one) => path(one).slice(-wanted.length).join("/") === wanted.join("/"));
  return found.length === 1 && found[0]?.query === null ? found[0] : null;
}

/** Before which picture those that are moved come when they go one place earlier or later: null is the end, undefined
nowhere, because they stand there. */
export function stepBefore(
  order: readonly number[],
  moved: ReadonlySet<number>,
  step: -1 | 1,
): number | null | undefined {
  const places = order.flatMap((id, at) => (moved.has(id) ? [at] : []));
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const together = last - first === places.length - 1;
  if (step < 0) return first === 0 ? (together ? undefined : order.find((id) => !moved.has(id))) : order[first - 1];
  if (last === order.length - 1) return together ? undefined : null;
  return order[last + 2] ?? null;
}

/** Before which picture those that are dropped at a place come, or with `behind` after it: null is the end. */
export function dropBefore(
  at: (place: number) => number | undefined,
  total: number,
  moved: ReadonlySet<number>,
  place: number,
  behind: boolean,
): number | null {
  for (let next = behind ? place + 1 : place; next < total; next += 1) {
    const id = at(next);
    if (id !== undefined && !moved.has(id)) return id;
  }
  return null;
}
