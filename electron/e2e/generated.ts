import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CORPUS } from "./support";

/** Pictures of many generators, as they left them. */
const PICTURES = [
  "SDStudio/styles/애니스타일.png",
  "SDStudio/styles/깔끔.png",
  "SDStudio/assets/icons/512x512.png",
  "SDStudio/src/localai/input.jpg",
  "sd-metadata/png/novelai-full.png",
  "sd-metadata/png/novelai-curated.png",
  "sd-metadata/png/forge-neo.png",
  "sd-metadata/png/sd-webui.png",
  "sd-metadata/webp/novelai-full-3char.webp",
  "sd-metadata/webp/gimp.webp",
  "sd-metadata/jpg/sd-next.jpg",
  "Image-MetaHub/cli/a1111.png",
];

/** A folder of its own with copies of real pictures and one broken file; the corpus is never touched. */
export function copies(parent: string, name: string): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  for (const one of PICTURES) copyFileSync(join(CORPUS, "png_meta", one), join(folder, one.split("/").at(-1) ?? one));
  writeFileSync(join(folder, "broken.png"), "no picture at all");
  return folder;
}
