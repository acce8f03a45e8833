/** Which pictures something is about: the chosen ones, those of the search, or all. */
export type Scope = "chosen" | "found" | "all";

export interface Now {
  chosen: readonly number[];
  text: string;
  /** The search compares with pictures; which it finds is not said by its text then. */
  compares: boolean;
}

/** The scopes that there are now, the narrowest first. */
export function scopes({ chosen, text, compares }: Now): Scope[] {
  const found = text.trim() !== "" && !compares;
  return [...(chosen.length ? (["chosen"] as const) : []), ...(found ? (["found"] as const) : []), "all"];
}

/** The pictures of a scope as operations take them. */
export function picturesOf(scope: Scope, { chosen, text }: Now): { ids: number[] } | { query: string } {
  if (scope === "chosen") return { ids: [...chosen] };
  return { query: scope === "found" ? text : "" };
}
