/** A range as filters write it: both ends count, null is open. */
export interface Range {
  from: string | null;
  to: string | null;
}

/** Read `4`, `>=4`, `<=4`, `3..5`, `..5`, `3..`; what is none of these is an open range. */
export function readRange(text: string | null): Range {
  const value = (text ?? "").trim();
  if (!value) return { from: null, to: null };
  if (value.startsWith(">=")) return { from: value.slice(2), to: null };
  if (value.startsWith("<=")) return { from: null, to: value.slice(2) };
  if (value.startsWith(">") || value.startsWith("<")) return { from: null, to: null };
  const [from = "", to] = value.split("..");
  return { from: from || null, to: to === undefined ? from || null : to || null };
}

export function writeRange({ from, to }: Range): string | null {
  if (from === null && to === null) return null;
  return from === to ? from : `${from ?? ""}..${to ?? ""}`;
}

/** The width and height of `2000x1000`. */
export function readSize(text: string | null): { width: number | null; height: number | null } {
  const match = /^(\d+)x(\d+)$/i.exec(text ?? "");
  return { width: match ? Number(match[1]) : null, height: match ? Number(match[2]) : null };
}

/** A bound of sizes; a side that is not given is as small, or as big, as any. */
export function writeSize(width: number | null, height: number | null, open: number): string | null {
  if (width === null && height === null) return null;
  return `${width ?? open}x${height ?? open}`;
}
