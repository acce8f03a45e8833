/** What was dropped from outside, as far as the page can tell. */
export interface Dropped {
  files: readonly File[];
  /** The files among them that are folders. */
  folders: ReadonlySet<File>;
}

/** The field of the overlay that the pointer is over: the left half searches, the right one indexes. */
export type Field = "search" | "index";

export function fieldAt(x: number, width: number): Field {
  return x < width / 2 ? "search" : "index";
}

/** Whether a file is a picture by what the system says of it, or by the end of its name where it says nothing. */
export function isPicture({ type, name }: Pick<File, "type" | "name">): boolean {
  return type.startsWith("image/") || /\.(psd|psb)$/i.test(name);
}

/** What a drop holds; which of it are folders can be asked only while the drop is being handled. */
export function droppedOf(data: DataTransfer | null): Dropped {
  const files: File[] = [];
  const folders = new Set<File>();
  for (const item of data?.items ?? []) {
    const file = item.kind === "file" ? item.getAsFile() : null;
    if (!file) continue;
    files.push(file);
    if (item.webkitGetAsEntry?.()?.isDirectory) folders.add(file);
  }
  return { files, folders };
}

/** The first picture among what was dropped; a folder is none, whatever it is called. */
export function pictureOf({ files, folders }: Dropped): File | null {
  return files.find((file) => !folders.has(file) && isPicture(file)) ?? null;
}

/** The folders to index: those that were dropped, and those that hold the dropped files; each once. */
export function foldersToIndex({ files, folders }: Dropped, pathOf: (file: File) => string): string[] {
  const found = new Set<string>();
  for (const file of files) {
    const path = pathOf(file);
    if (!path) continue;
    const folder = folders.has(file) ? path : path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")));
    if (folder) found.add(folder);
  }
  // What lies inside another of them comes with it.
  const all = [...found];
  return all.filter(
    (one) => !all.some((other) => other !== one && (one.startsWith(`${other}/`) || one.startsWith(`${other}\\`))),
  );
}
