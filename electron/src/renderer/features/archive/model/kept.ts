import type { PlainTemplate, PlainValue } from "@contract";
import { ask, forget } from "@/shared/data";
import { text } from "@/shared/text";
import { tell } from "@/shared/ui";
import { fromTemplate, toTemplate } from "./draft";
import { useArchive } from "./store";

/** Work with a template from now on; what was worked on before can be had back. */
export function use(template: PlainTemplate): void {
  const { draft: before, set, change } = useArchive.getState();
  change((draft) => fromTemplate(draft, template));
  set({ aim: null });
  const back = () => set({ draft: { ...before, folder: useArchive.getState().draft.folder }, aim: null });
  tell({
    message: text("app.archive.template.used", { name: template.name || text("app.archive.template.unnamed") }),
    action: { label: text("app.undo"), run: back },
  });
}

/** Keep the variables of now in the library under a name. */
export async function keep(name: string): Promise<boolean> {
  const { draft, change } = useArchive.getState();
  const done = await ask("template_db_save", { template: { ...toTemplate(draft), name } });
  if (!done) return false;
  forget(["template_db_list", "template_db_get", "db_stats"]);
  change((now) => ({ ...now, name: done.name }));
  tell({ message: text("app.archive.template.kept", { name: done.name }) });
  return true;
}

export async function load(id: number): Promise<void> {
  const found = await ask("template_db_get", { id });
  if (found) use({ ...found.payload, name: found.name });
}

/** Call a kept template otherwise: it is kept under its new name, then the old one goes. */
export async function rename(id: number, name: string): Promise<void> {
  const found = await ask("template_db_get", { id });
  if (!found || found.name === name) return;
  const template = { ...found.payload, name };
  if (!(await ask("template_db_save", { template })) || !(await ask("template_db_delete", { name: found.name })))
    return;
  const { draft, change } = useArchive.getState();
  if (draft.name === found.name) change((now) => ({ ...now, name }));
  forget(["template_db_list", "template_db_get"]);
}

/** Forget a kept template; it can be had back as long as the note stands. */
export async function drop(id: number): Promise<void> {
  const found = await ask("template_db_get", { id });
  if (!found || !(await ask("template_db_delete", { name: found.name }))) return;
  const again = async () => {
    await ask("template_db_save", { template: { ...found.payload, name: found.name } });
    forget(["template_db_list", "template_db_get", "db_stats"]);
  };
  forget(["template_db_list", "template_db_get", "db_stats"]);
  tell({
    message: text("app.archive.kept.dropped", { name: found.name }),
    action: { label: text("app.undo"), run: () => void again() },
  });
}

export interface Preset {
  id?: number;
  name: string;
  source_kind: string;
  variable_name: string;
  values: PlainValue[];
}

/** Keep the values of a variable in the library, in the place of the preset with its number. */
export async function keepPreset(preset: Preset): Promise<boolean> {
  const done = await ask("preset_db_save", { preset });
  if (!done) return false;
  forget(["preset_db_list", "preset_db_get", "db_stats"]);
  tell({ message: text("app.archive.preset.kept", { name: done.name }) });
  return true;
}

export async function dropPreset(id: number): Promise<void> {
  const found = await ask("preset_db_get", { id });
  if (!found || !(await ask("preset_db_delete", { id }))) return;
  const { name, source_kind, variable_name } = found;
  const again = () => void keepPreset({ name, source_kind, variable_name, values: found.payload.values });
  forget(["preset_db_list", "preset_db_get", "db_stats"]);
  tell({
    message: text("app.archive.kept.dropped", { name }),
    action: { label: text("app.undo"), run: again },
  });
}
