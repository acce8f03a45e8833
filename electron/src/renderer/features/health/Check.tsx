import { HeartPulse, RefreshCw, ShieldCheck, TriangleAlert, Wrench } from "lucide-react";
import { useState } from "react";
import { useAsk } from "@/shared/data";
import { JobLine, runningJob, useChanged, useJobs } from "@/shared/jobs";
import { failureOf, momentText, useLanguage, useText } from "@/shared/text";
import { Blank, Busy, Button, FailureNote } from "@/shared/ui";
import { checkAll, indexRest, useChecked } from "./checking";
import { FindingRow } from "./FindingRow";
import { type Health, mendedTogether } from "./model/findings";
import { RepairDialog } from "./RepairDialog";

/** What a check found: faults with their repair, and what is worth knowing. */
export function Check() {
  const t = useText();
  const quick = useAsk("health", { quick: true }, { fresh: true });
  const { found: whole, at } = useChecked();
  const changedAt = useChanged((store) => store.at);
  // What a whole check found before the library changed is told no more.
  const found = changedAt > at ? null : whole;
  const jobs = useJobs((store) => store.jobs);
  const job = (["health", "health_repair", "index"] as const)
    .map((op) => runningJob(jobs, op, ""))
    .find((found) => found !== undefined);
  // A folder being indexed, here or by another program, changes what a check finds, and stands in nobody's way.
  const beside = job ?? jobs.find(({ op, state }) => op === "index" && state === "running");
  const health = found ?? quick.data;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4 p-4">
      {beside && <JobLine job={beside} />}
      {!health && quick.error && (
        <Blank icon={TriangleAlert} title={t("app.health.cannot")} role="alert">
          <FailureNote failure={failureOf(quick.error)} />
        </Blank>
      )}
      {!health && !quick.error && <Busy label={t("app.loading")} />}
      {health && <Found health={health} whole={found !== null} busy={job !== undefined} />}
    </div>
  );
}

function Found({ health, whole, busy }: { health: Health; whole: boolean; busy: boolean }) {
  const t = useText();
  const [asked, setAsked] = useState<readonly string[] | "all" | null>(null);
  const { repaired } = useChecked();
  const together = mendedTogether(health);
  return (
    <>
      <State health={health} whole={whole}>
        <Button icon={HeartPulse} look={whole ? "plain" : "accent"} isDisabled={busy} onPress={() => void checkAll()}>
          {t(whole ? "app.health.check_again" : "app.health.check_all")}
        </Button>
        {together.length > 0 && (
          <Button icon={Wrench} look="accent" isDisabled={busy} onPress={() => setAsked("all")}>
            {t("app.health.repair_all")}
          </Button>
        )}
      </State>
      {repaired?.backup && (
        <p data-selectable className="text-sm break-all text-muted">
          {t("app.health.kept_before", { path: repaired.backup })}
        </p>
      )}
      {repaired && !health.ok && (
        <div className="flex items-center gap-3">
          <p className="text-sm">{t("app.health.index_rest")}</p>
          <Button icon={RefreshCw} look="accent" isDisabled={busy} onPress={() => void indexRest()}>
            {t("app.health.index_now")}
          </Button>
        </div>
      )}
      <List title={t("app.health.faults")} of={health.findings} busy={busy} mend={(code) => setAsked([code])} />
      <List title={t("app.health.notices")} of={health.notices} busy={busy} mend={(code) => setAsked([code])} />
      {asked && <RepairDialog only={asked === "all" ? null : asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function State({
  health: { ok, findings },
  whole,
  children,
}: {
  health: Health;
  whole: boolean;
  children: React.ReactNode;
}) {
  const t = useText();
  const language = useLanguage();
  const { at } = useChecked();
  const Icon = ok ? ShieldCheck : TriangleAlert;
  const when = whole ? t("app.health.checked_at", { moment: momentText(at, language) }) : t("app.health.checked_quick");
  return (
    <section
      role="status"
      data-ok={ok}
      className="flex flex-wrap items-center gap-4 rounded-lg border border-line bg-panel px-4 py-3"
    >
      <Icon size={32} strokeWidth={1.5} aria-hidden className={ok ? "text-accent" : "text-danger"} />
      <div className="min-w-0 flex-1">
        <p className="text-lg font-medium">
          {ok ? t("app.health.well") : t("app.health.ill", { count: findings.length })}
        </p>
        <p className="text-sm text-muted">{when}</p>
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </section>
  );
}

interface ListProps {
  title: string;
  of: Health["findings"];
  busy: boolean;
  mend: (code: string) => void;
}

function List({ title, of, busy, mend }: ListProps) {
  if (of.length === 0) return null;
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h3 className="font-medium text-muted">{title}</h3>
      {of.map((finding) => (
        <FindingRow key={finding.code} finding={finding} busy={busy} mend={() => mend(finding.code)} />
      ))}
    </section>
  );
}
