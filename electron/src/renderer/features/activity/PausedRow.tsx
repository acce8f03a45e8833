import { Play, X } from "lucide-react";
import { canAgain, dismiss, type Job } from "@/shared/jobs";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button, IconButton } from "@/shared/ui";

/** An index run that was paused: what it did stays, and it goes on where it was left. */
export function PausedRow({ job }: { job: Job }) {
  const t = useText();
  const language = useLanguage();
  const { title, subject, processed, total } = job;
  const rest = Math.max(total - processed, 0);
  return (
    <article
      aria-label={title}
      data-paused
      className="flex items-center gap-3 rounded-lg border border-line bg-panel p-3"
    >
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{title}</p>
        <p className="truncate text-sm text-muted" title={subject}>
          {subject}
        </p>
        <p className="text-sm text-muted">
          {rest > 0
            ? t("app.activity.paused_rest", { count: rest, shown: numberText(rest, language) })
            : t("app.activity.paused_why")}
        </p>
      </div>
      {canAgain(job) && (
        <Button icon={Play} look="accent" onPress={job.again}>
          {t("app.activity.go_on")}
        </Button>
      )}
      <IconButton icon={X} label={t("app.activity.dismiss", { title })} onPress={() => dismiss(job.id)} />
    </article>
  );
}
