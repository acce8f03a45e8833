import { Square } from "lucide-react";
import { numberText, useLanguage, useText } from "../text";
import { IconButton, Meter } from "../ui";
import { canStop, type Job, share } from "./store";

/** A running job where it was started: how far it is, and a way to stop it. */
export function JobLine({ job }: { job: Job }) {
  const t = useText();
  const language = useLanguage();
  const { title, processed, total } = job;
  return (
    <div role="status" className="flex items-center gap-3 rounded-md border border-line bg-panel py-1 pr-1 pl-3">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex gap-3 text-sm">
          <span className="min-w-0 flex-1 truncate">{title}</span>
          {total > 0 && (
            <span className="text-muted tabular-nums">
              {`${numberText(processed, language)} / ${numberText(Math.max(total, processed), language)}`}
            </span>
          )}
        </div>
        <Meter label={title} share={total > 0 ? share(job) : null} />
      </div>
      {canStop(job) && <IconButton icon={Square} label={t("app.stop")} onPress={job.stop} />}
    </div>
  );
}
