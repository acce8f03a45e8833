import { Play, Undo2 } from "lucide-react";
import { useState } from "react";
import { runningJob, useJobs } from "@/shared/jobs";
import { type TextKey, useText } from "@/shared/text";
import { Busy, Button } from "@/shared/ui";
import { Going } from "./Going";
import type { Kind } from "./model/draft";
import { counted, going } from "./model/plan";
import { usePlan } from "./model/planning";
import { forgetAll, run, useRan } from "./model/running";
import { useArchive } from "./model/store";
import { UndoDialog } from "./UndoDialog";

const PRESSES: Record<Kind, TextKey> = {
  rename: "app.archive.run.rename",
  move: "app.archive.run.move",
  strip_suffix: "app.archive.run.strip",
};

/** The press that carries the plan out, how far it is, and what it came to. */
export function RunBar({ done }: { done: boolean }) {
  const t = useText();
  const { draft, resume } = useArchive();
  const rows = usePlan((planned) => planned.rows);
  const ran = useRan();
  const job = useJobs((store) => runningJob(store.jobs, draft.kind, draft.folder));
  if (job) return <Going label={job.title} processed={job.processed} total={job.total} stop={job.stop} />;
  if (done) return <Came />;
  if (ran.state === "checking") {
    return (
      <>
        <p className="text-muted">{t("app.archive.run.checking")}</p>
        <Busy label={t("app.archive.run.checking")} />
      </>
    );
  }
  const count = going(rows);
  if (count === 0) return <p className="text-muted">{t("app.archive.run.nothing")}</p>;
  return (
    <>
      <p className="text-muted">{resume ? t("app.archive.run.resumes") : t("app.archive.run.before")}</p>
      <Button look="accent" icon={Play} onPress={() => void run(draft, resume)}>
        {t(PRESSES[draft.kind], { count })}
      </Button>
    </>
  );
}

/** What a run came to, and the way back. */
function Came() {
  const t = useText();
  const set = useArchive((archive) => archive.set);
  const { state, rows, job } = useRan();
  const [undoing, setUndoing] = useState<number | null>(null);
  const { error } = counted(rows);
  const resume = () => {
    set({ resume: true });
    forgetAll();
  };
  return (
    <>
      <p aria-live="polite">
        {state === "stopped"
          ? t("app.archive.run.stopped", { count: going(rows) })
          : t("app.archive.run.done", { count: going(rows) })}
        {error > 0 && <span className="text-danger">{` ${t("app.archive.run.failed", { count: error })}`}</span>}
      </p>
      {job !== null && (
        <Button icon={Undo2} onPress={() => setUndoing(job)}>
          {t("app.archive.undo")}
        </Button>
      )}
      {state === "stopped" && (
        <Button look="accent" icon={Play} onPress={resume}>
          {t("app.archive.resume")}
        </Button>
      )}
      {state !== "stopped" && <Button onPress={() => set({ step: "history" })}>{t("app.archive.step.history")}</Button>}
      {undoing !== null && <UndoDialog job={undoing} onClose={() => setUndoing(null)} />}
    </>
  );
}
