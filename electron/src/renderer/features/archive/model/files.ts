import { bridge } from "@/shared/bridge";
import { ask, tellError } from "@/shared/data";
import { type Chosen, chooseFile, download } from "@/shared/files";
import { text } from "@/shared/text";
import { tell } from "@/shared/ui";
import { toTemplate } from "./draft";
import { use } from "./kept";
import { useArchive } from "./store";

/** Work with the template of a file that the user chooses. */
export async function openTemplate(): Promise<boolean> {
  const chosen = await choose(["json"]);
  const done = chosen && (await ask("preset_load", { path: chosen.path }));
  if (!done) return false;
  use(done.preset);
  return true;
}

/** Write the template of now into a file that the user names. */
export async function saveTemplate(): Promise<void> {
  const preset = toTemplate(useArchive.getState().draft);
  const name = `${preset.name || text("app.archive.template.file")}.json`;
  if (!bridge.shell) {
    download(name, preset);
    return;
  }
  const path = await bridge.shell.chooseTarget(name);
  const done = path && (await ask("preset_save", { path, preset }));
  if (done) tell({ message: text("app.archive.template.written", { path: done.path }) });
}

/** A file of presets, or a picture that carries one. */
export async function choosePreset(): Promise<Chosen | null> {
  return choose(["json", "png"]);
}

async function choose(extensions: string[]): Promise<Chosen | null> {
  try {
    return await chooseFile(extensions);
  } catch (error) {
    tellError(error);
    return null;
  }
}
