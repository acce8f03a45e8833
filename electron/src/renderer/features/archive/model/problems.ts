import type { TextKey, Values } from "@/shared/text";
import { type Draft, fold, type Value, type Variable } from "./draft";
import { pieces } from "./pattern";
import { chosen } from "./request";

/** What is wrong with a draft, as a text; with `stops` nothing can be planned before it is mended. */
export interface Problem {
  key: TextKey;
  values: Values;
  stops: boolean;
}

/** Values that are told to be alike; a large preset may have very many. */
const MOST = 20;

const stop = (key: TextKey, values: Values = {}): Problem => ({ key, values, stops: true });
const warn = (key: TextKey, values: Values = {}): Problem => ({ key, values, stops: false });

/** Everything that is wrong with a draft, what stops it first. */
export function problems(draft: Draft): Problem[] {
  const found = [...ofWhat(draft), ...ofNames(draft)];
  for (const variable of chosen(draft)) found.push(...ofValues(variable, draft.specific));
  return [...found.filter(({ stops }) => stops), ...found.filter(({ stops }) => !stops)];
}

function ofWhat(draft: Draft): Problem[] {
  const found = draft.folder ? [] : [stop("app.archive.problem.folder")];
  if (draft.kind === "strip_suffix") return found;
  if (draft.variables.length === 0) return [...found, stop("app.archive.problem.variables")];
  if (draft.kind === "move") {
    if (!draft.target.trim()) found.push(stop("app.archive.problem.target"));
    if (chosen(draft).length === 0) found.push(stop("app.archive.problem.levels"));
    if (draft.level.trim() && !draft.level.includes("[value]")) found.push(warn("app.archive.problem.level"));
    return found;
  }
  const names = draft.variables.map(({ name }) => name);
  for (const { name, known } of pieces(draft.pattern, names)) {
    if (name !== null && !known) found.push(warn("app.archive.problem.unknown", { name }));
  }
  if (chosen(draft).length === 0) found.push(stop("app.archive.problem.pattern"));
  return found;
}

function ofNames({ kind, variables }: Draft): Problem[] {
  if (kind === "strip_suffix") return [];
  const found: Problem[] = [];
  const seen = new Set<string>();
  for (const { name } of variables) {
    if (!name.trim()) found.push(warn("app.archive.problem.nameless"));
    else if (seen.has(name.trim())) found.push(stop("app.archive.problem.twice", { name }));
    seen.add(name.trim());
  }
  return found;
}

function ofValues({ name, values }: Variable, specific: boolean): Problem[] {
  if (values.length === 0) return [stop("app.archive.problem.empty", { variable: name })];
  const found: Problem[] = [];
  for (const value of values) {
    if (!value.name.trim()) found.push(stop("app.archive.problem.value", { variable: name }));
    else if (value.tags.length === 0)
      found.push(warn("app.archive.problem.tagless", { variable: name, value: value.name }));
  }
  return [...found, ...overlaps(name, values, specific)];
}

/** Values that cannot be told apart, because the tags of one are those of another or a part of them. */
function overlaps(variable: string, values: readonly Value[], specific: boolean): Problem[] {
  const sets = values
    .map(({ name, tags }) => ({ name, tags: new Set(tags.map(fold)) }))
    .filter(({ tags }) => tags.size);
  const holders = new Map<string, typeof sets>();
  for (const one of sets) for (const tag of one.tags) holders.set(tag, [...(holders.get(tag) ?? []), one]);
  const found: Problem[] = [];
  for (const [place, one] of sets.entries()) {
    // Whoever holds all of these tags holds the rarest of them, too.
    const some = [...one.tags].map((tag) => holders.get(tag) ?? []).sort((a, b) => a.length - b.length)[0] ?? [];
    for (const other of some) {
      const alike = one.tags.size === other.tags.size;
      if (other === one || ![...one.tags].every((tag) => other.tags.has(tag))) continue;
      const names = { variable, one: one.name, other: other.name };
      if (!alike && !specific) found.push(warn("app.archive.problem.part", names));
      if (alike && place < sets.indexOf(other)) found.push(warn("app.archive.problem.same", names));
    }
  }
  return found.slice(0, MOST);
}
