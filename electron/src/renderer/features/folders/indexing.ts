import type { OpName } from "@contract";
import { startJob } from "@/shared/jobs";
import { nameOf, text } from "@/shared/text";

/** What an index run changes on the screen. */
const CHANGED: readonly OpName[] = ["find", "facets", "roots", "db_stats", "tag_list", "tag_cloud", "collection_list"];

/** Bring the library up to date with a folder; pictures can be searched while it goes on. */
export async function index(folder: string): Promise<void> {
  const name = nameOf(folder);
  await startJob(
    "index",
    { folders: [folder] },
    {
      title: text("app.folders.going", { name }),
      subject: folder,
      refreshes: CHANGED,
      told: ({ payload }) => text("app.folders.indexed", { name, count: payload.added + payload.changed }),
    },
  );
}
