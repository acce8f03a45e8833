import type { OpName } from "@contract";
import { MOST_COMPARED, useViewer } from "@/features/viewer";
import { edit, type FoundPicture, forget } from "@/shared/data";
import { startJob } from "@/shared/jobs";
import { nameOf, text } from "@/shared/text";
import { tell } from "@/shared/ui";
import { asked, type Decided, without } from "./model/decided";
import { useHand, useLooking } from "./model/store";
import type { Duplicate } from "./model/types";

/** What changes on the screens when files have moved. */
const MOVED: readonly OpName[] = ["duplicates_plan", "find", "facets", "roots", "picture", "journal_list", "db_stats"];

function asFound({
  id,
  path,
  format,
  width,
  height,
  bytes,
  date_ms,
  layers,
  comments,
  ...more
}: Duplicate): FoundPicture {
  const { rating, label, digest, thumbnail } = more;
  const nothing = { score: 0, axes: {}, layer: null, why: null, prompt: false, layers: layers ?? 0, comments };
  return { ...nothing, id, path, format, width, height, bytes, date_ms, rating, label, digest, thumbnail };
}

/** Show the kept picture beside the others, the focused one first of them. */
export function compareGroup({ keep, others }: Decided, focused: Duplicate = keep): void {
  const rest = others.filter(({ id }) => id !== focused.id);
  const chosen = focused.id === keep.id ? [keep, ...rest] : [keep, focused, ...rest];
  useViewer.getState().compare(chosen.slice(0, MOST_COMPARED).map(asFound));
}

/** Pictures of which each can be marked as no duplicate of each, as the back end takes them. */
export const MOST_APART = 300;

/** Remember that the pictures of a group are no duplicates of each other. */
export async function markApart({ keep, others }: Decided): Promise<void> {
  const ids = [keep, ...others].map(({ id }) => id);
  if (ids.length > MOST_APART) return;
  await edit("duplicates_mark", { ids }, () => text("app.duplicates.marked", { count: ids.length }));
}

/** Let pictures that were marked as no duplicates be looked at again. */
export async function letTogether(ids: number[]): Promise<void> {
  await edit("duplicates_mark", { ids, apart: false }, () => text("app.duplicates.apart.taken", { count: ids.length }));
}

/** Give the kept pictures what is said of the others; tells whether it was done. */
export async function unite(groups: readonly Decided[]): Promise<boolean> {
  const payload = { groups: asked(groups) };
  if (payload.groups.length === 0) return true;
  const done = await edit("duplicates_merge", payload, () =>
    text("app.duplicates.united", { count: payload.groups.length }),
  );
  return done !== null;
}

/** Put all but the kept pictures into a folder; the journal can bring them back. */
export async function move(groups: readonly Decided[], folder: string): Promise<void> {
  const name = nameOf(folder) || folder;
  const done = await startJob(
    "duplicates_move",
    { groups: asked(groups), target_root: folder, dry_run: false },
    { title: text("app.duplicates.moving", { name }), subject: folder },
  );
  forget(MOVED);
  if (!done) return;
  useLooking.getState().set({ aside: folder, without: true });
  const { hand, set } = useHand.getState();
  set(without(hand, groups));
  const { job } = done.payload;
  const count = done.processed - done.errors - done.skipped;
  tell({
    message: [
      text("app.duplicates.moved", { count, name }),
      ...(done.errors > 0 ? [text("app.duplicates.not_moved", { count: done.errors })] : []),
    ].join(" "),
    bad: done.errors > 0,
    ...(job == null ? {} : { action: { label: text("app.undo"), run: () => void moveBack(job, name) } }),
  });
}

async function moveBack(job: number, name: string): Promise<void> {
  await startJob(
    "undo",
    { job, dry_run: false },
    {
      title: text("app.duplicates.moving_back", { name }),
      subject: `${job}`,
      told: ({ processed, errors, skipped }) =>
        text("app.duplicates.moved_back", { count: processed - errors - skipped }),
    },
  );
  forget(MOVED);
}
