import type { PlainTemplate, PlainValue } from "@contract";
import { renamedIn } from "./pattern";

/** A value of a variable: a picture has it when all its tags are in the picture's prompt. */
export interface Value {
  id: number;
  name: string;
  tags: readonly string[];
}

/** Something that pictures differ by, such as the character. */
export interface Variable {
  id: number;
  name: string;
  values: readonly Value[];
}

export const KINDS = ["rename", "move", "strip_suffix"] as const;
export type Kind = (typeof KINDS)[number];

/** Everything that decides what becomes of the pictures of a folder. */
export interface Draft {
  folder: string;
  /** What the template is called in the library; empty while it is not kept there. */
  name: string;
  variables: readonly Variable[];
  kind: Kind;
  /** The new name, with `[variable]` where a value comes in. */
  pattern: string;
  /** The new name stands before the old one. */
  prefix: boolean;
  /** The variables of the folder levels, by their numbers. */
  levels: readonly number[];
  /** The name of a folder, with `[value]` where the value comes in. */
  level: string;
  target: string;
  /** A value wins whose tags are more than those of every other that fits. */
  specific: boolean;
  /** Tags that were to be avoided count, too. */
  negative: boolean;
}

export const EMPTY: Draft = {
  ...{ folder: "", name: "", variables: [], kind: "rename", pattern: "", prefix: false },
  ...{ levels: [], level: "[value]", target: "", specific: false, negative: false },
};

/** A tag in the form in which tags are compared here; the back end, which decides, knows more forms. */
export function fold(tag: string): string {
  return tag.normalize("NFC").toLowerCase().replaceAll("_", " ").replace(/\s+/g, " ").trim();
}

/** The tags of a text in which they are separated by commas or lines. */
export function tagsOf(text: string): string[] {
  return withTags(
    [],
    text.split(/[,\n]/).map((tag) => tag.trim()),
  );
}

function withTags(tags: readonly string[], more: readonly string[]): string[] {
  const known = new Set(tags.map(fold));
  const fresh = more.filter((tag) => {
    const folded = fold(tag);
    return folded !== "" && !known.has(folded) && known.add(folded);
  });
  return [...tags, ...fresh];
}

function nextId({ variables }: Draft): number {
  return Math.max(0, ...variables.flatMap(({ id, values }) => [id, ...values.map((value) => value.id)])) + 1;
}

function changed(draft: Draft, id: number, change: (variable: Variable) => Variable): Draft {
  return { ...draft, variables: draft.variables.map((one) => (one.id === id ? change(one) : one)) };
}

function valueChanged(draft: Draft, id: number, change: (value: Value) => Value): Draft {
  const within = (variable: Variable): Variable => ({
    ...variable,
    values: variable.values.map((one) => (one.id === id ? change(one) : one)),
  });
  return { ...draft, variables: draft.variables.map(within) };
}

/** Add a variable; its number is that of the last one. */
export function withVariable(draft: Draft, name: string): Draft {
  return { ...draft, variables: [...draft.variables, { id: nextId(draft), name, values: [] }] };
}

export function withoutVariable(draft: Draft, id: number): Draft {
  const variables = draft.variables.filter((one) => one.id !== id);
  return { ...draft, variables, levels: draft.levels.filter((one) => one !== id) };
}

/** Call a variable otherwise; the pattern follows. */
export function renamed(draft: Draft, id: number, name: string): Draft {
  const old = draft.variables.find((one) => one.id === id)?.name ?? "";
  const shared = draft.variables.some((one) => one.id !== id && one.name === old);
  const pattern = old && name && !shared ? renamedIn(draft.pattern, old, name) : draft.pattern;
  return changed({ ...draft, pattern }, id, (variable) => ({ ...variable, name }));
}

/** Move a variable up (-1) or down (1). */
export function moved(draft: Draft, id: number, by: -1 | 1): Draft {
  const variables = [...draft.variables];
  const from = variables.findIndex((one) => one.id === id);
  const [variable] = variables.slice(from, from + 1);
  if (from < 0 || !variable || from + by < 0 || from + by >= variables.length) return draft;
  variables.splice(from, 1);
  variables.splice(from + by, 0, variable);
  return { ...draft, variables };
}

/** Add a value to a variable; its number is that of the variable's last one. */
export function withValue(draft: Draft, variable: number, name: string, tags: readonly string[] = []): Draft {
  const id = nextId(draft);
  const value = { id, name, tags: withTags([], tags) };
  return changed(draft, variable, (one) => ({ ...one, values: [...one.values, value] }));
}

export function withoutValue(draft: Draft, id: number): Draft {
  const without = (one: Variable) => ({ ...one, values: one.values.filter((value) => value.id !== id) });
  return { ...draft, variables: draft.variables.map(without) };
}

export function valueNamed(draft: Draft, id: number, name: string): Draft {
  return valueChanged(draft, id, (value) => ({ ...value, name }));
}

/** Ask for more tags in a value; those that it asks for already are passed over. */
export function withTag(draft: Draft, value: number, tags: readonly string[]): Draft {
  return valueChanged(draft, value, (one) => ({ ...one, tags: withTags(one.tags, tags) }));
}

export function withoutTag(draft: Draft, value: number, tag: string): Draft {
  return valueChanged(draft, value, (one) => ({ ...one, tags: one.tags.filter((other) => other !== tag) }));
}

/** Add the values of a preset; those that are there already, with the same name and tags, are passed over. */
export function withValues(draft: Draft, variable: number, values: readonly PlainValue[]): Draft {
  const key = ({ name, tags }: Pick<Value, "name" | "tags">) => `${name}\n${tags.map(fold).sort().join("\n")}`;
  let known = new Set(draft.variables.find((one) => one.id === variable)?.values.map(key));
  return values.reduce((made, value) => {
    if (known.has(key(value))) return made;
    known = known.add(key(value));
    return withValue(made, variable, value.name, value.tags);
  }, draft);
}

/** The variables and the pattern of a draft as the library and files keep them. */
export function toTemplate({ name, variables, pattern }: Draft): PlainTemplate {
  const plainly = variables.map((one) => ({ name: one.name, values: plain(one) }));
  return { name, variables: plainly, ...(pattern.trim() ? { output_template: pattern.trim() } : {}) };
}

export function plain(variable: Variable): PlainValue[] {
  return variable.values.map(({ name, tags }) => ({ name, tags: [...tags] }));
}

/** Take the variables of a template with its pattern; where it has none and the one of now does not fit, make one. */
export function fromTemplate(draft: Draft, template: PlainTemplate): Draft {
  const bare: Draft = { ...draft, name: template.name, variables: [], levels: [] };
  const made = template.variables.reduce((some, { name, values }) => {
    const grown = withVariable(some, name);
    return withValues(grown, grown.variables.at(-1)?.id ?? 0, values);
  }, bare);
  const names = template.variables.map(({ name }) => name);
  const fits = names.some((name) => draft.pattern.includes(`[${name}]`));
  const pattern = fits ? draft.pattern : names.map((name) => `[${name}]`).join("_");
  return { ...made, pattern: template.output_template ?? pattern };
}
