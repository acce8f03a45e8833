import type { PreviewOptions } from "./bridge";

/** The addresses of pictures below a base (`` in a browser, a scheme of its own in the desktop shell). */
export function thumbPath(digest: string): string {
  return `thumb/${digest}.webp`;
}

export function previewPath(picture: number, options: PreviewOptions = {}): string {
  const query = new URLSearchParams();
  if (options.size !== undefined) query.set("size", String(options.size));
  if (options.hidden?.length) query.set("hidden", options.hidden.join(","));
  if (options.shown?.length) query.set("shown", options.shown.join(","));
  if (options.only !== undefined) query.set("only", String(options.only));
  if (options.region) query.set("region", options.region.join(","));
  if (options.against !== undefined) query.set("against", String(options.against));
  for (const name of ["crop", "layers"] as const) if (options[name]) query.set(name, "1");
  const text = query.toString();
  return `preview/${picture}${text ? `?${text}` : ""}`;
}

export function tilePath(picture: number, level: number, x: number, y: number): string {
  return `tile/${picture}/${level}/${x}_${y}`;
}
