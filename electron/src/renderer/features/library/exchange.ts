import type { Operations } from "@contract";
import { ask, edit } from "@/shared/data";
import { text } from "@/shared/text";
import { tell } from "@/shared/ui";

type File = Operations["collection_import"]["payload"]["file"];

/** Give collections (all of them where none is named) as a JSON file. */
export async function exportCollections(collections: number[]): Promise<void> {
  const done = await ask("collection_export", collections.length ? { collections } : {});
  if (!done) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(done.file, null, 2)], { type: "application/json" }));
  link.download = "collections.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Take collections in from a JSON file that the user chooses. */
export async function importCollections(): Promise<void> {
  const chosen = await choose();
  if (!chosen) return;
  let file: File;
  try {
    file = JSON.parse(await chosen.text()) as File;
  } catch {
    tell({ message: text("app.collections.unreadable", { name: chosen.name }), bad: true });
    return;
  }
  await edit("collection_import", { file }, (done) =>
    text("app.collections.imported", { count: done.created + done.merged, pictures: done.added }),
  );
}

function choose(): Promise<globalThis.File | undefined> {
  return new Promise((resolve) => {
    const field = Object.assign(document.createElement("input"), { type: "file", accept: ".json,application/json" });
    field.onchange = () => resolve(field.files?.[0]);
    field.oncancel = () => resolve(undefined);
    field.click();
  });
}
