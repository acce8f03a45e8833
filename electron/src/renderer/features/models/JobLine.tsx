import type { OpName } from "@contract";
import { RotateCw, Square } from "lucide-react";
import { type Job, share, useJobs } from "@/shared/jobs";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button, FailureNote, IconButton, Meter } from "@/shared/ui";

/** The latest job of one kind about a model. */
export function useModelJob(op: OpName, subject: string): Job | undefined {
  return useJobs(({ jobs }) => jobs.findLast((job) => job.op === op && job.subject === subject));
}

/** How far an installation is, in MiB; stopped or failed, how to go on with it. */
export function JobLine({ job }: { job: Job }) {
  const t = useText();
  const language = useLanguage();
  if (job.state === "done") return null;
  const told = job.total > 0 && `${numberText(job.processed, language)} / ${numberText(job.total, language)} MiB`;
  if (job.state === "running") {
    return (
      <div className="flex items-center gap-2">
        <Meter label={job.title} share={job.total > 0 ? share(job) : null} />
        <span className="shrink-0 text-xs text-muted tabular-nums">{told || t("app.models.asking")}</span>
        <IconButton icon={Square} label={t("app.models.stop")} onPress={job.stop} />
      </div>
    );
  }
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 rounded-md bg-raised p-2 text-sm">
      <div className="min-w-48 flex-1">
        {job.error ? (
          <FailureNote failure={job.error} />
        ) : (
          <span className="text-danger">{t("app.models.stopped")}</span>
        )}
        <span className="block text-muted">{t("app.models.go_on_about")}</span>
      </div>
      <Button icon={RotateCw} onPress={job.again}>
        {t("app.models.go_on")}
      </Button>
    </div>
  );
}
