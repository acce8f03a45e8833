import type { TextKey } from "@/shared/text";
import type { Layer } from "./eyes";

/** How a layer mixes with what is below it, in the words of paint programs. */
export const BLENDS: Record<string, TextKey> = {
  dissolve: "app.blend.dissolve",
  darken: "app.blend.darken",
  multiply: "app.blend.multiply",
  color_burn: "app.blend.color_burn",
  linear_burn: "app.blend.linear_burn",
  darker_color: "app.blend.darker_color",
  lighten: "app.blend.lighten",
  screen: "app.blend.screen",
  color_dodge: "app.blend.color_dodge",
  linear_dodge: "app.blend.linear_dodge",
  lighter_color: "app.blend.lighter_color",
  overlay: "app.blend.overlay",
  soft_light: "app.blend.soft_light",
  hard_light: "app.blend.hard_light",
  vivid_light: "app.blend.vivid_light",
  linear_light: "app.blend.linear_light",
  pin_light: "app.blend.pin_light",
  hard_mix: "app.blend.hard_mix",
  difference: "app.blend.difference",
  exclusion: "app.blend.exclusion",
  subtract: "app.blend.subtract",
  divide: "app.blend.divide",
  hue: "app.blend.hue",
  saturation: "app.blend.saturation",
  color: "app.blend.color",
  luminosity: "app.blend.luminosity",
};

const FILLS = new Set(["solidcolorfill", "patternfill", "gradientfill"]);
const PAINTED = new Set(["pixel", "type", "shape", "smartobject"]);

export type Sign = "group" | "text" | "fill" | "adjustment" | "picture";

/** What stands before the name of a layer: a small picture where it has pixels, else a sign. */
export function signOf({ kind }: Pick<Layer, "kind">): Sign {
  if (kind === "group" || kind === "artboard") return "group";
  if (PAINTED.has(kind)) return kind === "type" ? "text" : "picture";
  return FILLS.has(kind) ? "fill" : "adjustment";
}

/** Whether something of a layer lies on the canvas. */
export function onCanvas({ bbox }: Pick<Layer, "bbox">, width: number, height: number): boolean {
  const [left, top, right, bottom] = bbox;
  return Math.max(left, 0) < Math.min(right, width) && Math.max(top, 0) < Math.min(bottom, height);
}
