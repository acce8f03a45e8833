import type { QueryPart } from "@contract";

/** What of a query leaves pictures out: words order them only, so that they do not count. */
export function limits(parts: readonly QueryPart[], without: readonly string[] = []): QueryPart[] {
  return parts.filter(({ kind, name, negated }) => {
    if (kind === "filter" && !negated && without.includes(name ?? "")) return false;
    return kind === "filter" || negated;
  });
}
