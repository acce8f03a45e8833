import { FileText } from "lucide-react";
import { useState } from "react";
import type { DoneOf } from "@/shared/bridge";
import { useAsk } from "@/shared/data";
import { INDEXED, ProblemList, startJob, titleOf, useJobs } from "@/shared/jobs";
import {
  errorText,
  failureOf,
  momentText,
  nameOf,
  numberText,
  phaseText,
  spanText,
  type Translate,
  useLanguage,
  useText,
} from "@/shared/text";
import { Blank, Busy, Button, classes, FailureNote } from "@/shared/ui";

type Report = DoneOf<"report_list">["payload"]["reports"][number];

const PAGE = 20;

/** What each run over folders did, kept by the library, with every path that it left out or could not read. */
export function Reports() {
  const t = useText();
  const [limit, setLimit] = useState(PAGE);
  const [open, setOpen] = useState<number | null>(null);
  const { data, error } = useAsk("report_list", { limit }, { keep: true });
  if (error) {
    return (
      <Blank icon={FileText} title={t("app.activity.reports_absent")} role="alert">
        <FailureNote failure={failureOf(error)} />
      </Blank>
    );
  }
  if (!data)
    return (
      <div className="p-4">
        <Busy label={t("app.loading")} />
      </div>
    );
  if (data.reports.length === 0) {
    return (
      <div className="py-16">
        <Blank icon={FileText} title={t("app.activity.no_reports")}>
          <p>{t("app.activity.no_reports_why")}</p>
        </Blank>
      </div>
    );
  }
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-2 p-4">
      {data.reports.map((report) => (
        <Row
          key={report.id}
          report={report}
          open={report.id === open}
          turn={() => setOpen(report.id === open ? null : report.id)}
        />
      ))}
      {data.total > limit && (
        <Button onPress={() => setLimit(limit + PAGE)}>{t("app.activity.more", { count: data.total - limit })}</Button>
      )}
    </div>
  );
}

function Row({ report, open, turn }: { report: Report; open: boolean; turn: () => void }) {
  const t = useText();
  const language = useLanguage();
  const names = report.roots.map(nameOf).join(", ");
  const going = useJobs(({ jobs }) =>
    jobs.some(({ state, subject }) => state === "running" && report.roots.includes(subject)),
  );
  return (
    <article aria-label={names} data-report={report.id} className="rounded-lg border border-line bg-panel">
      <button
        type="button"
        aria-expanded={open}
        onClick={turn}
        className="flex w-full items-center gap-3 rounded-lg px-3 py-2 text-left hover:bg-hover"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate" title={report.roots.join("\n")}>
            {names || t("app.activity.no_folder")}
          </span>
          <span className="block truncate text-sm text-muted">{changesOf(report, t, language)}</span>
        </span>
        <span className="shrink-0 text-right text-sm text-muted tabular-nums">
          <span className="block">{momentText(report.started_at, language)}</span>
          <span className={classes("block", !going && isBad(report) && "text-danger")}>
            {going && report.finished_at === null ? t("app.activity.under_way") : endOf(report, t, language)}
          </span>
        </span>
      </button>
      {open && <Detail id={report.id} />}
    </article>
  );
}

function Detail({ id }: { id: number }) {
  const t = useText();
  const language = useLanguage();
  const { data } = useAsk("report_show", { report: id });
  if (!data)
    return (
      <div className="p-3">
        <Busy label={t("app.loading")} />
      </div>
    );
  const { roots, kind, error, phases, waiting, failures, skips } = data;
  const again = (retry: boolean) => {
    const subject = roots[0] ?? "";
    void startJob(
      "index",
      { folders: roots, ...(retry ? { retry } : {}) },
      { title: titleOf("index", subject), subject, refreshes: INDEXED },
    );
  };
  return (
    <div className="flex flex-col gap-3 border-t border-line p-3">
      {error && <FailureNote failure={{ ...error, about: null, detail: error.message }} />}
      {Object.keys(phases).length > 0 && (
        <p className="flex flex-wrap gap-x-4 text-sm text-muted tabular-nums">
          {Object.entries(phases).map(([phase, { done, failed }]) => (
            <span key={phase}>
              {t("app.activity.phase_did", {
                phase: phaseText(phase),
                done: numberText(done, language),
                failed: numberText(failed, language),
              })}
            </span>
          ))}
        </p>
      )}
      {Object.entries(waiting).map(([phase, { files, code }]) => (
        <p key={phase} className="text-sm text-muted">
          {t("app.activity.phase_waits", { phase: phaseText(phase), count: files, reason: errorText(code) })}
        </p>
      ))}
      {failures.length > 0 && (
        <div>
          <h4 className="mb-1 text-sm text-muted">{t("app.activity.failures", { count: failures.length })}</h4>
          <ProblemList problems={failures} label={t("app.activity.failures", { count: failures.length })} />
        </div>
      )}
      {skips.length > 0 && (
        <div>
          <h4 className="mb-1 text-sm text-muted">{t("app.activity.skips", { count: skips.length })}</h4>
          <ProblemList problems={skips} label={t("app.activity.skips", { count: skips.length })} />
        </div>
      )}
      {failures.length + skips.length === 0 && <p className="text-sm text-muted">{t("app.activity.no_problems")}</p>}
      {kind === "index" && roots.length > 0 && (
        <div className="flex gap-2">
          <Button onPress={() => again(false)}>{t("app.activity.index_again")}</Button>
          {failures.length > 0 && <Button onPress={() => again(true)}>{t("app.activity.retry")}</Button>}
        </div>
      )}
    </div>
  );
}

function changesOf({ added, changed, moved, gone, seen }: Report, t: Translate, language: string): string {
  const parts = [
    added > 0 && t("app.activity.added", { count: added }),
    changed > 0 && t("app.activity.changed", { count: changed }),
    moved > 0 && t("app.activity.moved", { count: moved }),
    gone > 0 && t("app.activity.gone", { count: gone }),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(", ") : t("app.activity.as_before", { shown: numberText(seen, language) });
}

function isBad({ failed, error, finished_at, cancelled }: Report): boolean {
  return failed > 0 || error !== null || (finished_at === null && !cancelled);
}

function endOf(
  { failed, skipped, error, cancelled, finished_at, elapsed_s }: Report,
  t: Translate,
  language: string,
): string {
  if (cancelled) return t("app.activity.cancelled");
  if (error) return errorText(error.code);
  if (finished_at === null) return t("app.activity.no_end");
  if (failed > 0) return t("app.activity.failed", { count: failed });
  if (skipped > 0) return t("app.activity.skipped", { count: skipped });
  return elapsed_s === null ? "" : t("app.activity.took", { time: spanText(elapsed_s, language) });
}
