import type { OpName } from "@contract";
import type { PayloadOf } from "@/shared/bridge";
import { forget, undo } from "@/shared/data";
import { startJob } from "@/shared/jobs";
import { nameOf, text } from "@/shared/text";
import { usePackages } from "./model/store";

/** What an import changes on the screens. */
const TAKEN: readonly OpName[] = [
  "find",
  "facets",
  "roots",
  "db_stats",
  "picture",
  "tag_list",
  "tag_cloud",
  "collection_list",
  "filter_preset_list",
  "comment_list",
  "edit_list",
  "duplicates_plan",
];

/** Weigh or write a package; what it holds is kept for the screen unless the form is another by then. */
export async function exportPackage(payload: PayloadOf<"package_export">, dry: boolean): Promise<void> {
  const { form } = usePackages.getState();
  const name = nameOf(payload.path);
  const done = await startJob(
    "package_export",
    { ...payload, weigh: dry },
    {
      title: text(dry ? "app.packages.weighing" : "app.packages.writing", { name }),
      subject: payload.path,
      lasts: !dry,
      ...(dry ? {} : { told: () => text("app.packages.written", { name }) }),
    },
  );
  if (done && usePackages.getState().form === form) usePackages.setState({ told: done.payload, written: !dry });
}

/** Read all of a package and keep what it holds for the screen. */
export async function inspect(path: string): Promise<void> {
  const name = nameOf(path);
  const done = await startJob(
    "package_inspect",
    { path, verify: true },
    { title: text("app.packages.checking", { name }), subject: path },
  );
  if (done && usePackages.getState().path === path) usePackages.setState({ inside: done.payload });
}

/** Try an import, or take the package in. */
export async function importPackage(payload: PayloadOf<"package_import">, dry: boolean): Promise<void> {
  const name = nameOf(payload.path);
  const { policy, ours } = usePackages.getState();
  const done = await startJob(
    "package_import",
    { ...payload, dry_run: dry },
    {
      title: text(dry ? "app.packages.trying" : "app.packages.taking", { name }),
      subject: payload.path,
      ...(dry ? {} : { told: ({ payload: { new: fresh } }) => text("app.packages.taken", { name, count: fresh }) }),
    },
  );
  if (!dry) forget(TAKEN);
  const now = usePackages.getState();
  const same = now.path === payload.path && now.policy === policy && now.ours === ours;
  if (done && same) usePackages.setState({ report: done.payload });
}

/** Take back what came in of the user's own, the latest change first. */
export async function takeBack(edits: readonly number[]): Promise<void> {
  for (const edit of [...edits].reverse()) await undo(edit);
  forget(TAKEN);
}
