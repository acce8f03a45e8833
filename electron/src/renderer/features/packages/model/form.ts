import type { PayloadOf } from "@/shared/bridge";

/** What is put into a package; `ids` are the pictures that are chosen on the first screen. */
export const WHAT = ["library", "folder", "collection", "query", "ids"] as const;
export type What = (typeof WHAT)[number];

export interface ExportForm {
  what: What;
  folder: string;
  collection: number | null;
  query: string;
  thumbnails: boolean;
  vectors: boolean;
  notes: boolean;
  /** A read-only share: nothing in it tells where files lie. */
  share: boolean;
  names: boolean;
  path: string;
  replace: boolean;
}

export const EXPORT: ExportForm = {
  what: "library",
  folder: "",
  collection: null,
  query: "",
  thumbnails: true,
  vectors: true,
  notes: true,
  share: false,
  names: true,
  path: "",
  replace: false,
};

const SUFFIX = ".ipkg";

/** A path with the ending of packages. */
export function withSuffix(path: string): string {
  const told = path.trim();
  return told === "" || told.toLowerCase().endsWith(SUFFIX) ? told : `${told}${SUFFIX}`;
}

const UNSAFE = /[\\/:*?"<>|\p{Cc}]+/gu;

/** A file name for what is chosen, such as `여행.ipkg`. */
export function suggestedName(told: string): string {
  const safe = told.replace(UNSAFE, " ").trim().slice(0, 60).trim();
  return `${safe || "library"}${SUFFIX}`;
}

/** What a form asks for; null while something is missing. */
export function exportPayload(form: ExportForm, ids: readonly number[]): PayloadOf<"package_export"> | null {
  const path = withSuffix(form.path);
  const chosen = chosenOf(form, ids);
  if (!path || !chosen) return null;
  const { thumbnails, vectors, notes, share, names, replace } = form;
  return { path, ...chosen, thumbnails, vectors, notes, share, replace, ...(share ? { names } : {}) };
}

function chosenOf({ what, folder, collection, query }: ExportForm, ids: readonly number[]) {
  if (what === "library") return {};
  if (what === "folder") return folder.trim() ? { folder: folder.trim() } : null;
  if (what === "collection") return collection === null ? null : { collection };
  if (what === "query") return query.trim() ? { query: query.trim() } : null;
  return ids.length > 0 ? { ids: [...ids] } : null;
}

/** Where the folders of the other machine are on this one, as far as the user says so. */
export function mappedRoots(roots: readonly string[], ours: Readonly<Record<string, string>>) {
  return roots.flatMap((theirs) => {
    const told = (ours[theirs] ?? "").trim();
    return told && told !== theirs ? [{ theirs, ours: told }] : [];
  });
}

/** The name of a nested collection with those around it: `여행 / 제주`. */
export function collectionPath(
  collections: readonly { id: number; parent: number | null; name: string }[],
  id: number,
): string {
  const known = new Map(collections.map((one) => [one.id, one]));
  const names: string[] = [];
  for (let at = known.get(id); at && names.length < collections.length; at = known.get(at.parent ?? -1))
    names.unshift(at.name);
  return names.join(" / ");
}
