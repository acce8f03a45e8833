import type { Match, Near, Status } from "@contract";
import type { TextKey, Values } from "@/shared/text";

/** What a dry run or a run says of one picture. */
export interface Row {
  status: Status;
  source: string;
  target: string | null;
  message: string | null;
  near?: Near[] | null;
  matches?: Match[] | null;
  code?: string | null;
  folder?: string | null;
}

/** What becomes of a picture, in the order in which it is offered to look at. */
export const FATES = ["go", "partial", "stay", "conflict", "unknown", "error", "skip"] as const;
export type Fate = (typeof FATES)[number];

export function fateOf({ status, source, target }: Row): Fate {
  if (status === "OK") return target !== null && target !== source ? "go" : "stay";
  if (status === "PARTIAL") return target !== source ? "partial" : "stay";
  return status.toLowerCase() as Fate;
}

/** How many pictures have each fate. */
export function counted(rows: readonly Row[]): Record<Fate, number> {
  const counts = Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<Fate, number>;
  for (const row of rows) counts[fateOf(row)] += 1;
  return counts;
}

/** How many pictures get another name or place. */
export function going(rows: readonly Row[]): number {
  const counts = counted(rows);
  return counts.go + counts.partial;
}

/** The rows of a fate that have a text in their old or new path. */
export function shown(rows: readonly Row[], fate: Fate | null, text: string): readonly Row[] {
  const wanted = text.trim().normalize("NFC").toLowerCase();
  if (!wanted) return fate === null ? rows : rows.filter((row) => fateOf(row) === fate);
  const says = (path: string | null) => path?.normalize("NFC").toLowerCase().includes(wanted);
  return rows.filter((row) => (fate === null || fateOf(row) === fate) && (says(row.source) || says(row.target)));
}

/** Whether two plans say the same of every picture. */
export function same(one: readonly Row[], other: readonly Row[]): boolean {
  const key = ({ status, source, target }: Row) => `${status}\n${source}\n${target}`;
  if (one.length !== other.length) return false;
  const keys = new Set(one.map(key));
  return other.every((row) => keys.has(key(row)));
}

/** A path below a folder as it is written there; the whole path where it lies elsewhere. */
export function below(folder: string, path: string): string {
  const root = folder.replace(/[/\\]+$/, "");
  const next = path.charAt(root.length);
  return path.startsWith(root) && (next === "/" || next === "\\") ? path.slice(root.length + 1) : path;
}

export interface Reason {
  key: TextKey;
  values: Values;
}

const NUMBERED = /@@@(\d+)(?:\.[^.@/\\]+)?$/;

/** Why a picture goes where it goes, or stays; several sentences where several things are so. */
export function reasons(row: Row): Reason[] {
  const { status, target, folder, code } = row;
  if (status === "ERROR") return [{ key: "app.archive.why.error", values: { code: code ?? "internal" } }];
  if (status === "SKIP") return [{ key: "app.archive.why.skip", values: {} }];
  if (status === "UNKNOWN" && row.message === "no metadata") return [{ key: "app.archive.why.no_prompt", values: {} }];
  if (fateOf(row) === "stay" && status === "OK") return [{ key: "app.archive.why.same", values: {} }];
  const number = NUMBERED.exec(target ?? "")?.[1];
  const found: Reason[] = number ? [{ key: "app.archive.why.numbered", values: { number } }] : [];
  if (status === "PARTIAL") found.unshift({ key: "app.archive.why.partial", values: { folder: folder ?? "" } });
  return [...found, ...ofMatches(row.matches ?? []), ...ofNear(row)];
}

function ofMatches(matches: readonly Match[]): Reason[] {
  const variables = [...new Set(matches.map(({ variable }) => variable))];
  return variables.map((variable) => {
    const some = matches.filter((one) => one.variable === variable);
    const values = some.map(({ value, tags }) => `${value} (${tags.join(", ")})`).join(" · ");
    return { key: "app.archive.why.several", values: { variable, values } };
  });
}

function ofNear({ status, near, matches }: Row): Reason[] {
  const found = (near ?? []).map(({ variable, value, missing }): Reason => {
    return { key: "app.archive.why.lacks", values: { variable, value, tags: missing.join(", ") } };
  });
  const silent = (status === "UNKNOWN" || status === "PARTIAL") && found.length === 0 && !matches?.length;
  return silent ? [{ key: "app.archive.why.none", values: {} }] : found;
}
