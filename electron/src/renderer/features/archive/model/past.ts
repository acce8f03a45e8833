/** How a run of the journal ended, as far as the user cares. */
export type Past = "going" | "done" | "stopped" | "broken" | "undone";

const PASTS: Record<string, Past> = {
  applying: "going",
  done: "done",
  cancelled: "stopped",
  interrupted: "broken",
  undone: "undone",
};

export function stateOf({ state }: { state: string }): Past {
  return PASTS[state] ?? "broken";
}
