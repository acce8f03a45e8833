import type { ParsedQuery } from "@contract";
import type { Looking } from "./store";

type Part = ParsedQuery["parts"][number];

/** The filters that a scope and a folder that is left out add to a query. */
export function limits({ scope, aside, without }: Pick<Looking, "scope" | "aside" | "without">): Part[] {
  const folder = (value: string, negated: boolean): Part => ({ kind: "filter", name: "folder", value, negated });
  const inside = scope.startsWith("folder:") ? [folder(scope.slice("folder:".length), false)] : [];
  return [...inside, ...(without && aside ? [folder(aside, true)] : [])];
}
