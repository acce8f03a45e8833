import { HistoryIcon, Play, Redo2, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import type { DoneOf } from "@/shared/bridge";
import { ask, forget, useAsk } from "@/shared/data";
import { useJobs } from "@/shared/jobs";
import { momentText, nameOf, type TextKey, useLanguage, useText } from "@/shared/text";
import { Blank, Button, Check, IconButton, tell } from "@/shared/ui";
import type { Draft } from "./model/draft";
import { type Past, stateOf } from "./model/past";
import { forgetAll } from "./model/running";
import { useArchive } from "./model/store";
import { UndoDialog } from "./UndoDialog";

type Job = DoneOf<"journal_list">["payload"]["jobs"][number];

const KINDS: Record<string, TextKey> = {
  rename: "app.archive.history.rename",
  move: "app.archive.history.move",
  strip_suffix: "app.archive.history.strip",
  undo: "app.archive.history.undo",
};
const STATES: Record<Past, TextKey> = {
  going: "app.archive.history.going",
  done: "app.archive.history.done",
  stopped: "app.archive.history.stopped",
  broken: "app.archive.history.broken",
  undone: "app.archive.history.undone",
};

/** Every run that moved or renamed files, with the way back and on. */
export function HistoryStep() {
  const t = useText();
  const folder = useArchive((archive) => archive.draft.folder);
  const [here, setHere] = useState(false);
  const [undoing, setUndoing] = useState<number | null>(null);
  const { data } = useAsk("journal_list", here && folder ? { folder } : {}, { keep: true });
  const jobs = data?.jobs ?? [];
  return (
    <div className="flex h-full flex-col">
      {folder && (
        <div className="border-b border-line px-4 py-2">
          <Check selected={here} onChange={setHere}>
            {t("app.archive.history.here", { name: nameOf(folder) })}
          </Check>
        </div>
      )}
      {data && jobs.length === 0 ? (
        <Blank icon={HistoryIcon} title={t("app.archive.history.none")}>
          <p>{t("app.archive.history.about")}</p>
        </Blank>
      ) : (
        <ul aria-label={t("app.archive.step.history")} className="min-h-0 flex-1 overflow-auto">
          {jobs.map((job) => (
            <Line key={job.id} job={job} undo={() => setUndoing(job.id)} />
          ))}
        </ul>
      )}
      {undoing !== null && <UndoDialog job={undoing} onClose={() => setUndoing(null)} />}
    </div>
  );
}

function Line({ job, undo }: { job: Job; undo: () => void }) {
  const t = useText();
  const language = useLanguage();
  const { ran, set } = useArchive();
  const { id, kind, folder, items, done, failed, undoes, undoable, created_at } = job;
  const past = stateOf(job);
  const draft = ran.find((one) => one.folder === folder && one.kind === kind);
  // A run that says that it goes on, but not here, may have been cut off by a crash.
  const here = useJobs((store) => store.jobs.some((one) => one.state === "running" && one.subject === folder));
  const cut = past === "stopped" || past === "broken" || (past === "going" && !here);
  const what =
    undoes === null ? t(KINDS[kind] ?? "app.archive.history.other") : t("app.archive.history.undo_of", { job: undoes });
  return (
    <li data-job={id} className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2">
      <span className="w-10 text-sm text-muted tabular-nums">{id}</span>
      <div className="min-w-0 flex-1">
        <p className="truncate">{`${what} · ${t(STATES[past])}`}</p>
        <p className="truncate text-sm text-muted" title={folder}>
          {`${momentText(created_at, language)} · ${folder}`}
        </p>
      </div>
      <p className="text-sm text-muted">
        {t("app.archive.history.count", { count: done, total: items })}
        {failed > 0 && <span className="text-danger">{` ${t("app.archive.run.failed", { count: failed })}`}</span>}
      </p>
      {cut && draft && (
        <Button icon={Play} onPress={() => resume(draft, set)}>
          {t("app.archive.resume")}
        </Button>
      )}
      {cut && (kind === "rename" || kind === "move") && (
        <IconButton
          icon={Trash2}
          label={t("app.archive.history.clear")}
          onPress={() => void clear(folder, kind, t("app.archive.history.cleared"), t("app.archive.history.no_mark"))}
        />
      )}
      {undoable && (
        <Button icon={undoes === null ? Undo2 : Redo2} onPress={undo}>
          {undoes === null ? t("app.archive.undo") : t("app.archive.redo")}
        </Button>
      )}
    </li>
  );
}

/** Go on with a draft where it was stopped: its plan is shown first, as ever. */
function resume(draft: Draft, set: (change: { draft: Draft; resume: boolean; step: "plan" }) => void): void {
  forgetAll();
  set({ draft, resume: true, step: "plan" });
}

async function clear(folder: string, kind: "rename" | "move", gone: string, none: string): Promise<void> {
  const done = await ask("resume_clear", { folder, kind });
  if (!done) return;
  forget(["journal_list"]);
  tell({ message: done.removed ? gone : none });
}
