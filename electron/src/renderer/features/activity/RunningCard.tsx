import { Pause, Square } from "lucide-react";
import { useEffect, useState } from "react";
import { canStop, type Job, ProblemList, share } from "@/shared/jobs";
import {
  errorText,
  momentText,
  numberText,
  percentText,
  phaseText,
  spanText,
  useLanguage,
  useText,
} from "@/shared/text";
import { Button, Meter } from "@/shared/ui";
import { pauses } from "./model/groups";
import { paceOf, phaseRows, restOf } from "./model/pace";
import { PlaceChip } from "./PlaceChip";
import { problemsOf } from "./problems";

/** A job that is under way: how far it is, how fast, how long it still takes, and what went wrong until now. */
export function RunningCard({ job }: { job: Job }) {
  const t = useText();
  const language = useLanguage();
  const { title, subject, processed, total, errors, phases, problems, started } = job;
  const pausing = pauses(job);
  const count = total > 0 ? t("app.activity.of", numbers(processed, total, language)) : t("app.activity.beginning");
  return (
    <article
      aria-label={title}
      data-job={job.op}
      className="flex flex-col gap-3 rounded-lg border border-line bg-panel p-3"
    >
      <header className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-2">
            <span className="truncate font-medium">{title}</span>
            <PlaceChip job={job} />
          </p>
          <p className="truncate text-sm text-muted" title={subject}>
            {subject && <span data-selectable>{`${subject} · `}</span>}
            {t("app.activity.since", { moment: momentText(started, language) })}
          </p>
        </div>
        {canStop(job) && (
          <Button icon={pausing ? Pause : Square} onPress={job.stop}>
            {t(pausing ? "app.activity.pause" : "app.activity.stop")}
          </Button>
        )}
      </header>
      <div className="flex flex-col gap-1">
        <Meter label={title} share={total > 0 ? share(job) : null} />
        <p className="flex flex-wrap gap-x-3 text-sm text-muted tabular-nums">
          <span>{count}</span>
          {total > 0 && <span>{percentText(share(job), language)}</span>}
          <Pace job={job} />
          {errors > 0 && <span className="text-danger">{t("app.activity.failed", { count: errors })}</span>}
        </p>
      </div>
      {phases.length > 0 && <Phases phases={phases} />}
      {problems.length > 0 && <ProblemList problems={problemsOf(job)} label={t("app.problems")} />}
    </article>
  );
}

function Pace({ job }: { job: Job }) {
  const t = useText();
  const language = useLanguage();
  const now = useNow();
  const { rate, eta } = job.phases.length > 0 ? { rate: null, eta: restOf(job.phases) } : paceOf(job, now);
  return (
    <>
      {rate !== null && <span>{t("app.activity.rate", { rate: rateText(rate, language) })}</span>}
      {eta !== null && <span>{t("app.activity.left", { time: spanText(eta, language) })}</span>}
    </>
  );
}

function Phases({ phases }: Pick<Job, "phases">) {
  const t = useText();
  const language = useLanguage();
  return (
    <table className="w-full border-separate border-spacing-x-3 border-spacing-y-1 text-sm">
      <caption className="sr-only">{t("app.activity.phases")}</caption>
      <tbody>
        {phaseRows(phases).map(({ phase, done, failed, total, rate, eta_s, waiting, code, final, share: part }) => (
          <tr key={phase} data-phase={phase}>
            <th scope="row" className="w-24 text-left font-normal whitespace-nowrap">
              {phaseText(phase)}
            </th>
            <td className="min-w-24">
              <Meter label={phaseText(phase)} share={part} />
            </td>
            <td className="w-32 text-right whitespace-nowrap text-muted tabular-nums">
              {total > 0 && t("app.activity.of", numbers(done + failed, total, language))}
            </td>
            <td className="w-24 text-right whitespace-nowrap text-muted tabular-nums">
              {!final && rate > 0 && t("app.activity.rate", { rate: rateText(rate, language) })}
            </td>
            <td className="w-36 text-right whitespace-nowrap text-muted tabular-nums">
              {waiting > 0 ? (
                <span title={code ? errorText(code) : ""}>{t("app.activity.waiting", { count: waiting })}</span>
              ) : (
                !final && eta_s !== null && t("app.activity.left", { time: spanText(eta_s, language) })
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function numbers(done: number, total: number, language: string): { done: string; total: string } {
  return { done: numberText(done, language), total: numberText(Math.max(total, done), language) };
}

function rateText(rate: number, language: string): string {
  return numberText(rate >= 10 ? Math.round(rate) : Math.round(rate * 10) / 10, language);
}

/** The time, a second after the other. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
