import { FileCheck, FileDown, FileUp } from "lucide-react";
import { useState } from "react";
import { useAsk } from "@/shared/data";
import { JobLine, ProblemList, useJobs } from "@/shared/jobs";
import { failureOf, numberText, type TextKey, useLanguage, useText } from "@/shared/text";
import { Blank, Busy, Button, FailureNote } from "@/shared/ui";
import { ReadDialog } from "./ReadDialog";
import { WriteDialog } from "./WriteDialog";

const MODES: Record<string, TextKey> = {
  off: "app.health.sidecar.off",
  manual: "app.health.sidecar.off",
  now: "app.health.sidecar.now",
  idle: "app.health.sidecar.idle",
};

/** The XMP files beside pictures: which are behind, which could not be read or written, and both ways by hand. */
export function Sidecars() {
  const t = useText();
  const { data, error } = useAsk("sidecar_status", { limit: 10_000 });
  const jobs = useJobs((store) => store.jobs);
  const job = jobs.find(({ op, state }) => op.startsWith("sidecar_") && state === "running");
  const [asked, setAsked] = useState<"read" | "write" | null>(null);
  if (error) {
    return (
      <Blank icon={FileCheck} title={t("app.health.cannot")} role="alert">
        <FailureNote failure={failureOf(error)} />
      </Blank>
    );
  }
  if (!data) {
    return (
      <div className="p-4">
        <Busy label={t("app.loading")} />
      </div>
    );
  }
  const { write, queued, sidecars, unreadable, unwritable, failures } = data;
  const problems = failures.map(({ path, code, message, doing }) => ({ path, code, reason: `${doing}: ${message}` }));
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4 p-4">
      <p className="text-muted">{t("app.health.sidecar.about")}</p>
      <dl className="grid max-w-md grid-cols-[1fr_auto] gap-x-6 gap-y-1">
        <Fact label={t("app.health.sidecar.known")} value={sidecars} />
        <Fact label={t("app.health.sidecar.queued")} value={queued} />
        <Fact label={t("app.health.sidecar.unreadable")} value={unreadable} bad />
        <Fact label={t("app.health.sidecar.unwritable")} value={unwritable} bad />
      </dl>
      <p className="text-sm text-muted">{t(MODES[write] ?? "app.health.sidecar.off")}</p>
      <div className="flex flex-wrap gap-2">
        <Button icon={FileDown} isDisabled={job !== undefined} onPress={() => setAsked("read")}>
          {t("app.health.sidecar.read")}
        </Button>
        <Button icon={FileUp} isDisabled={job !== undefined} onPress={() => setAsked("write")}>
          {t("app.health.sidecar.write")}
        </Button>
      </div>
      {job && <JobLine job={job} />}
      {problems.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="font-medium text-muted">{t("app.health.sidecar.problems")}</h3>
          <ProblemList problems={problems} label={t("app.health.sidecar.problems")} />
        </section>
      )}
      {asked === "read" && <ReadDialog onClose={() => setAsked(null)} />}
      {asked === "write" && <WriteDialog onClose={() => setAsked(null)} />}
    </div>
  );
}

function Fact({ label, value, bad }: { label: string; value: number; bad?: boolean }) {
  const language = useLanguage();
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className={bad && value > 0 ? "text-right text-danger tabular-nums" : "text-right tabular-nums"}>
        {numberText(value, language)}
      </dd>
    </>
  );
}
