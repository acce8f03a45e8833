import type { Rule } from "./types";

/** Every reason to keep a picture that the back end knows, in the order in which they are offered. */
export const RULES = [
  "rating",
  "tags",
  "layers",
  "resolution",
  "depth",
  "format",
  "largest",
  "smallest",
  "newest",
  "oldest",
  "added_first",
  "added_last",
  "folder",
  "not_folder",
  "shortest_path",
  "longest_path",
] as const;
export type RuleName = (typeof RULES)[number];

/** What counts where the user says nothing; the same as in the back end. */
export const DEFAULT_RULES: readonly Rule[] = [
  "rating",
  "layers",
  "resolution",
  "depth",
  "format",
  "largest",
  "oldest",
].map((by) => ({ by }));

const FOLDERS = new Set(["folder", "not_folder"]);
const VALUED = new Set([...FOLDERS, "format"]);

/** Whether a rule takes a value: a folder, or formats. */
export function takesValue(by: string): boolean {
  return VALUED.has(by);
}

/** Whether a rule may stand in the list more than once: one for each folder. */
export function repeats(by: string): boolean {
  return FOLDERS.has(by);
}

/** The rules that can be added to a list. */
export function addable(rules: readonly Rule[]): RuleName[] {
  const there = new Set(rules.map(({ by }) => by));
  return RULES.filter((by) => repeats(by) || !there.has(by));
}

/** The list with one rule moved up (-1) or down (1), as far as the ends allow. */
export function moved(rules: readonly Rule[], from: number, by: number): Rule[] {
  const to = Math.min(Math.max(from + by, 0), rules.length - 1);
  const rest = rules.filter((_, place) => place !== from);
  const one = rules[from];
  return one ? [...rest.slice(0, to), one, ...rest.slice(to)] : rest;
}

/** The rules that say something: one for a folder waits until the folder is named. */
export function ready(rules: readonly Rule[]): Rule[] {
  return rules.filter(({ by, value }) => !FOLDERS.has(by) || (value ?? "").trim() !== "");
}

/** Whether two lists are the same in the same order. */
export function sameRules(one: readonly Rule[], other: readonly Rule[]): boolean {
  const told = (rules: readonly Rule[]) => JSON.stringify(rules.map(({ by, value }) => [by, value ?? ""]));
  return told(one) === told(other);
}
