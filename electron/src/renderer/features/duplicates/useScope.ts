import { useEffect, useState } from "react";
import { useSearch } from "@/features/search";
import { useAsk } from "@/shared/data";
import { limits } from "./model/scope";
import type { Looking } from "./model/store";

/** The query that says among which pictures duplicates are looked for; null until it is known. */
export function useScopeQuery(looking: Looking): string | null {
  const text = useSearch((search) => search.text);
  const query = looking.scope === "query" ? text : "";
  const { data } = useAsk("query_parse", { query });
  const parts = [...(data?.parsed.parts ?? []), ...limits(looking)];
  const made = useAsk("query_parse", { form: { parts } }, { enabled: data !== undefined && parts.length > 0 });
  if (!data) return null;
  return parts.length > 0 ? (made.data?.parsed.text ?? null) : "";
}

const SETTLED_MS = 350;

/** A value once it has stopped changing, so that not every step of a slider is asked for. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  const told = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(told) as T), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [told]);
  return settled;
}
