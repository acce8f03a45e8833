import type { QueryPart } from "@contract";
import { useAsk } from "@/shared/data";
import { limits } from "./model/limits";

type Counts = Record<string, readonly { value: string; files: number }[]>;

/** How many of the pictures that the filters leave have which value; filters that are named in `without` do not count,
so that what they leave out can still be chosen. */
export function useCounts(parts: readonly QueryPart[] | undefined, ...without: string[]): Counts {
  const form = { parts: limits(parts ?? [], without) };
  const { data } = useAsk("facets", { form }, { enabled: parts !== undefined, keep: true });
  return data?.facets ?? {};
}
