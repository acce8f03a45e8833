import type { PayloadOf } from "@/shared/bridge";
import type { Draft, Variable } from "./draft";
import { plain } from "./draft";
import { used } from "./pattern";

/** What the back end is asked to do, without saying yet whether it is to be done or only told. */
export type Request =
  | { op: "rename"; payload: PayloadOf<"rename"> }
  | { op: "move"; payload: PayloadOf<"move"> }
  | { op: "strip_suffix"; payload: PayloadOf<"strip_suffix"> };

const STEP = 500;

/** The variables that a draft really goes by, in its order. */
export function chosen({ kind, variables, pattern, levels }: Draft): Variable[] {
  if (kind === "strip_suffix") return [];
  if (kind === "move") return levels.flatMap((id) => variables.find((one) => one.id === id) ?? []);
  const names = used(
    pattern,
    variables.map(({ name }) => name),
  );
  return names.flatMap((name) => variables.find((one) => one.name === name) ?? []);
}

/** What a draft asks for; what is missing in it is told by `problems`. */
export function request(draft: Draft): Request {
  const { folder, kind, specific, negative } = draft;
  if (kind === "strip_suffix") return { op: kind, payload: { folder, progress_step: STEP } };
  const some = chosen(draft);
  const order = some.map(({ name }) => name);
  const variables = some.map((one) => ({ name: one.name, values: plain(one) }));
  const common = { folder, variables, specific, include_negative: negative, progress_step: STEP };
  if (kind === "rename") {
    return { op: kind, payload: { ...common, order, template: draft.pattern.trim(), prefix_mode: draft.prefix } };
  }
  const template = draft.level.trim();
  return { op: kind, payload: { ...common, variable_tree: order, template, target_root: draft.target.trim() } };
}

/** Two drafts that ask for the same have the same key. */
export function keyOf(asked: Request): string {
  return JSON.stringify(asked);
}
