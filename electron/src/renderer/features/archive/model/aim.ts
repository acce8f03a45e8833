import { type Draft, withTag, withValue, withVariable } from "./draft";
import type { Aim } from "./store";

/** Put a tag where it is aimed at; without a place there it makes one: a value, a first variable (`named`). */
export function withAimed(draft: Draft, aim: Aim | null, tag: string, named: string): { draft: Draft; aim: Aim } {
  const variable = draft.variables.find(({ id }) => id === aim?.variable) ?? draft.variables.at(0);
  const value = variable?.values.find(({ id }) => id === aim?.value);
  if (variable && value) {
    return { draft: withTag(draft, value.id, [tag]), aim: { variable: variable.id, value: value.id } };
  }
  const grown = variable ? draft : withVariable(draft, named);
  const id = variable?.id ?? grown.variables.at(-1)?.id ?? 0;
  const made = withValue(grown, id, tag, [tag]);
  const added = made.variables.find((one) => one.id === id)?.values.at(-1)?.id ?? null;
  return { draft: made, aim: { variable: id, value: added } };
}
