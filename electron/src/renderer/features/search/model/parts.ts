import type { ParsedQuery, QueryForm, QueryPart, QuerySort } from "@contract";

/** Pure changes of a query that was taken apart; the back end writes its text. */

export function isFilter(part: QueryPart, name?: string): boolean {
  return part.kind === "filter" && (name === undefined || part.name === name);
}

/** The value of a filter that is not negated, null where it is not set. */
export function filterValue(parts: readonly QueryPart[], name: string): string | null {
  return parts.find((part) => isFilter(part, name) && !part.negated)?.value ?? null;
}

/** The values of a filter that takes several, separated by commas. */
export function filterValues(parts: readonly QueryPart[], name: string): string[] {
  return (filterValue(parts, name) ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}

/** The query with this value for a filter, or without the filter where it is null. */
export function withValue(query: ParsedQuery, name: string, value: string | null): QueryForm {
  const at = query.parts.findIndex((part) => isFilter(part, name) && !part.negated);
  const part: QueryPart = { kind: "filter", name, value };
  if (at < 0) return { parts: value === null ? query.parts : [...query.parts, part], sort: query.sort };
  return {
    parts: query.parts.flatMap((old, index) => (index === at ? (value === null ? [] : [part]) : [old])),
    sort: query.sort,
  };
}

/** The query with one value of a filter that takes several switched on or off. */
export function withToggled(query: ParsedQuery, name: string, value: string): QueryForm {
  const values = filterValues(query.parts, name);
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return withValue(query, name, next.length ? next.join(",") : null);
}

export function without(query: ParsedQuery, at: number): QueryForm {
  return { parts: query.parts.filter((_, index) => index !== at), sort: query.sort };
}

export function withSort(query: ParsedQuery, sort: QuerySort | null): QueryForm {
  return { parts: query.parts, sort };
}

/** The query with words and phrases only. */
export function withoutFilters(query: ParsedQuery): QueryForm {
  return { parts: query.parts.filter((part) => part.kind !== "filter"), sort: query.sort };
}

/** A part of a query as it is written on a chip, its filter by the name that people read. */
export function chipText(part: QueryPart, nameOf: (filter: string) => string): string {
  const sign = part.negated ? "−" : "";
  if (part.kind === "phrase") return `${sign}"${part.text}"`;
  if (part.kind === "word") return `${sign}${part.text}`;
  return `${sign}${nameOf(part.name ?? "")}: ${part.value}`;
}
