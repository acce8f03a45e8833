import { useMemo } from "react";
import { type FindPayload, useAsk } from "@/shared/data";
import { useSearch } from "./model/store";
import { onlyMinus, referencesOf } from "./model/wells";

/** Whether the query has words: what it shall not be like can stand beside them alone. Asked for only then. */
export function useWorded(): boolean {
  const { text, wells } = useSearch();
  const matters = onlyMinus(wells) && text.trim() !== "";
  const { data } = useAsk("query_parse", { query: text }, { enabled: matters, keep: true });
  return matters && (data?.parsed.parts ?? []).some(({ kind, negated }) => kind !== "filter" && !negated);
}

/** What is searched for, as the operations that take a query want it. */
export function useAsked(): Pick<FindPayload, "query" | "references" | "mode" | "weights"> {
  const { text, wells, mode, weights } = useSearch();
  const worded = useWorded();
  return useMemo(
    () => ({
      query: text,
      ...referencesOf(wells, mode, worded),
      ...(weights ? { weights: weights as Record<string, number> } : {}),
    }),
    [text, wells, mode, weights, worded],
  );
}
