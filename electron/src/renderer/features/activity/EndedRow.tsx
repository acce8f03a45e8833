import { CircleCheck, CircleSlash, CircleX, type LucideIcon, RotateCw } from "lucide-react";
import { canAgain, type Job, type JobState, ProblemList } from "@/shared/jobs";
import { momentText, numberText, spanText, type TextKey, useLanguage, useText } from "@/shared/text";
import { classes, FailureNote, IconButton } from "@/shared/ui";
import { PlaceChip } from "./PlaceChip";
import { problemsOf } from "./problems";

const SIGNS: Record<Exclude<JobState, "running">, { icon: LucideIcon; label: TextKey; look: string }> = {
  done: { icon: CircleCheck, label: "app.activity.done", look: "text-accent" },
  cancelled: { icon: CircleSlash, label: "app.activity.cancelled", look: "text-muted" },
  failed: { icon: CircleX, label: "app.activity.broken", look: "text-danger" },
};

/** A job that has ended: when, how, with what it could not do, and a way to do it again. */
export function EndedRow({ job }: { job: Job }) {
  const t = useText();
  const language = useLanguage();
  const { title, subject, processed, errors, skipped, problems, error, started, ended, state } = job;
  if (state === "running") return null;
  const { icon: Icon, label, look } = SIGNS[state];
  const took = ended === null ? null : spanText((ended - started) / 1000, language);
  return (
    <article
      aria-label={title}
      data-ended={state}
      className="flex flex-col gap-2 rounded-lg border border-line bg-panel px-3 py-2"
    >
      <div className="flex items-center gap-3">
        <Icon size={16} role="img" aria-label={t(label)} className={classes("shrink-0", look)} />
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-2">
            <span className="truncate" title={subject}>
              {title}
            </span>
            <PlaceChip job={job} />
          </p>
          <p className="flex flex-wrap gap-x-3 text-sm text-muted tabular-nums">
            <span>{momentText(ended ?? started, language)}</span>
            {took && <span>{t("app.activity.took", { time: took })}</span>}
            {processed > 0 && (
              <span>{t("app.activity.items", { count: processed, shown: numberText(processed, language) })}</span>
            )}
            {skipped > 0 && <span>{t("app.activity.skipped", { count: skipped })}</span>}
            {errors > 0 && <span className="text-danger">{t("app.activity.failed", { count: errors })}</span>}
          </p>
          {error && <FailureNote failure={error} />}
        </div>
        {canAgain(job) && <IconButton icon={RotateCw} label={t("app.activity.again", { title })} onPress={job.again} />}
      </div>
      {problems.length > 0 && <ProblemList problems={problemsOf(job)} label={t("app.problems")} />}
    </article>
  );
}
