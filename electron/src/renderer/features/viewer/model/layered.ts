import type { FoundPicture } from "@/shared/data";

const LAYERED = new Set(["psd", "psb"]);

/** Whether the format of a picture holds layers. */
export function isLayered({ format }: Pick<FoundPicture, "format">): boolean {
  return LAYERED.has(format ?? "");
}
