import { CircleCheck, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { useAsk } from "@/shared/data";
import { useJobs } from "@/shared/jobs";
import { useScreen } from "@/shared/screens";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Blank, Button, Page, Tabs } from "@/shared/ui";
import { EndedRow } from "./EndedRow";
import { groupsOf } from "./model/groups";
import { PausedRow } from "./PausedRow";
import { Reports } from "./Reports";
import { RunningCard } from "./RunningCard";

/** Everything long that is under way, paused or has ended, and what runs over folders left out and why. */
export function Activity() {
  const t = useText();
  const language = useLanguage();
  const found = useAsk("find", { limit: 1 });
  const searchable = found.data?.total;
  const tabs = [
    { id: "jobs", label: t("app.activity.jobs"), body: <Jobs /> },
    { id: "reports", label: t("app.activity.reports"), body: <Reports /> },
  ];
  const about =
    searchable === undefined
      ? {}
      : { about: t("app.activity.searchable", { count: searchable, shown: numberText(searchable, language) }) };
  return (
    <Page title={t("app.go.activity")} {...about} fills>
      <Tabs label={t("app.go.activity")} tabs={tabs} />
    </Page>
  );
}

function Jobs() {
  const t = useText();
  const jobs = useJobs((store) => store.jobs);
  const { running, paused, ended } = useMemo(() => groupsOf(jobs), [jobs]);
  if (jobs.length === 0) return <Nothing />;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-6 p-4">
      {running.length > 0 && (
        <Part title={t("app.activity.running", { count: running.length })}>
          {running.map((job) => (
            <RunningCard key={job.id} job={job} />
          ))}
        </Part>
      )}
      {paused.length > 0 && (
        <Part title={t("app.activity.paused")}>
          {paused.map((job) => (
            <PausedRow key={job.id} job={job} />
          ))}
        </Part>
      )}
      {ended.length > 0 && (
        <Part
          title={t("app.activity.ended")}
          tools={
            <Button icon={Trash2} look="quiet" onPress={() => useJobs.getState().clear()}>
              {t("app.activity.clear")}
            </Button>
          }
        >
          {ended.map((job) => (
            <EndedRow key={job.id} job={job} />
          ))}
        </Part>
      )}
    </div>
  );
}

interface PartProps {
  title: string;
  tools?: React.ReactNode;
  children: React.ReactNode;
}

function Part({ title, tools, children }: PartProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <header className="flex min-h-8 items-center justify-between">
        <h3 className="font-medium text-muted">{title}</h3>
        {tools}
      </header>
      {children}
    </section>
  );
}

function Nothing() {
  const t = useText();
  return (
    <div className="py-16">
      <Blank icon={CircleCheck} title={t("app.activity.none")}>
        <p>{t("app.activity.none_why")}</p>
        <Button onPress={() => useScreen.getState().show("pictures")}>{t("app.activity.to_pictures")}</Button>
      </Blank>
    </div>
  );
}
