import { INDEXED, startJob } from "@/shared/jobs";
import { nameOf, text } from "@/shared/text";

/** Bring the library up to date with a folder; pictures can be searched while it goes on. False where it failed. */
export async function index(folder: string, { retry = false } = {}): Promise<boolean> {
  const name = nameOf(folder);
  const done = await startJob(
    "index",
    { folders: [folder], ...(retry ? { retry } : {}) },
    {
      title: text("app.folders.going", { name }),
      subject: folder,
      refreshes: INDEXED,
      told: ({ payload }) => text("app.folders.indexed", { name, count: payload.added + payload.changed }),
    },
  );
  return done !== null;
}
