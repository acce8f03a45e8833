import { edit } from "@/shared/data";
import { chooseJson, download } from "@/shared/files";
import { text } from "@/shared/text";
import { tell } from "@/shared/ui";
import { type Carried, carriedPresets } from "./model/presets";

/** Give presets as a JSON file, as `imageparser filter-presets export` writes it. */
export function exportPresets(presets: readonly Carried[]): void {
  const rows = presets.map(({ name, query }) => ({ name, query }));
  download("filter-presets.json", { presets: rows });
}

/** Take presets in from a JSON file that the user chooses; those whose names are taken stay as they are. */
export async function importPresets(): Promise<void> {
  const chosen = await chooseJson();
  if (!chosen) return;
  const presets = carriedPresets(chosen.value);
  if (!presets) {
    tell({ message: text("app.presets.unreadable", { name: chosen.name }), bad: true });
    return;
  }
  await edit("filter_preset_import", { presets }, ({ added, kept }) =>
    text(kept > 0 ? "app.presets.imported_partly" : "app.presets.imported", { count: added, kept }),
  );
}
