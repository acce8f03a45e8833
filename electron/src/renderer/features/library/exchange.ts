import type { Operations } from "@contract";
import { ask, edit } from "@/shared/data";
import { chooseJson, download } from "@/shared/files";
import { text } from "@/shared/text";
import { tell } from "@/shared/ui";

type Carried = Operations["collection_import"]["payload"]["file"];

/** Give collections (all of them where none is named) as a JSON file. */
export async function exportCollections(collections: number[]): Promise<void> {
  const done = await ask("collection_export", collections.length ? { collections } : {});
  if (done) download("collections.json", done.file);
}

/** Take collections in from a JSON file that the user chooses. */
export async function importCollections(): Promise<void> {
  const chosen = await chooseJson();
  if (!chosen) return;
  if (chosen.value === null) {
    tell({ message: text("app.collections.unreadable", { name: chosen.name }), bad: true });
    return;
  }
  await edit("collection_import", { file: chosen.value as Carried }, (done) =>
    text(done.lacking > 0 ? "app.collections.imported_partly" : "app.collections.imported", {
      count: done.created + done.merged,
      pictures: done.added,
      lacking: done.lacking,
    }),
  );
}
