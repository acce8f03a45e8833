import type { ParsedQuery, QueryForm, QuerySort } from "@contract";
import { withValue } from "@/features/search";

/** The query that shows a collection, one by hand in the order of its own; or that shows it no longer. */
export function showing(
  query: ParsedQuery,
  path: string,
  { byHand, shown }: { byHand: boolean; shown: boolean },
): QueryForm {
  const { parts } = withValue(query, "in", shown ? null : path);
  return { parts: parts ?? [], sort: sortFor(query, byHand && !shown) };
}

/** Words ask for the nearest first, and an order that was asked for stays. */
function sortFor({ parts, sort }: ParsedQuery, manual: boolean): QuerySort | null {
  const limitsOnly = parts.every(({ kind }) => kind === "filter");
  if (manual) return sort ?? (limitsOnly ? { by: "manual" } : null);
  return sort?.by === "manual" ? null : sort;
}
