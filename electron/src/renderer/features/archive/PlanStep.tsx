import { ListChecks, RotateCcw } from "lucide-react";
import { useMemo, useState } from "react";
import { useText } from "@/shared/text";
import { Blank, Button, FailureNote, Field } from "@/shared/ui";
import { FATE_TEXTS } from "./FateMark";
import { Filters } from "./Filters";
import { Foot } from "./Foot";
import { Going } from "./Going";
import { counted, FATES, type Fate, type Row, shown } from "./model/plan";
import { stopPlanning, usePlan } from "./model/planning";
import { forgetAll, useRan } from "./model/running";
import { useArchive } from "./model/store";
import { PlanRow } from "./PlanRow";
import { PlanTable } from "./PlanTable";
import { Problems } from "./Problems";
import { RunBar } from "./RunBar";
import { NoFolder } from "./TagsStep";
import { useAutoPlan } from "./useAutoPlan";

/** The whole plan before anything happens, the run, and what the run has done. */
export function PlanStep() {
  const t = useText();
  const { draft, set } = useArchive();
  const key = useAutoPlan(true);
  const planned = usePlan();
  const ran = useRan();
  if (!draft.folder) return <NoFolder />;
  if (key === null) {
    return (
      <Blank icon={ListChecks} title={t("app.archive.plan.unready")}>
        <div className="text-left text-ink">
          <Problems />
        </div>
        <Button look="accent" onPress={() => set({ step: "template" })}>
          {t("app.archive.step.template")}
        </Button>
      </Blank>
    );
  }
  const done = ran.key === key && (ran.state === "done" || ran.state === "stopped" || ran.state === "failed");
  if (!done && planned.state === "failed" && planned.key === key) {
    return (
      <Blank icon={ListChecks} title={t("app.archive.plan.failed")} role="alert">
        {planned.error && <FailureNote failure={planned.error} />}
        <Button onPress={forgetAll}>{t("app.archive.plan.again")}</Button>
      </Blank>
    );
  }
  const ready = done || (planned.key === key && planned.state === "ready");
  return (
    <div className="flex h-full flex-col">
      {ready ? (
        <Seen key={done ? "ran" : "plan"} rows={done ? ran.rows : planned.rows} done={done} />
      ) : (
        <div className="flex flex-1 items-center p-8">
          <Going
            label={t("app.archive.plan.going")}
            processed={planned.processed}
            total={planned.total}
            stop={stopPlanning}
          />
        </div>
      )}
      <Foot back="template">{ready && <RunBar done={done} />}</Foot>
    </div>
  );
}

function Seen({ rows, done }: { rows: readonly Row[]; done: boolean }) {
  const t = useText();
  const draft = useArchive((archive) => archive.draft);
  const [fate, setFate] = useState<Fate | null>(null);
  const [text, setText] = useState("");
  const [selected, setSelected] = useState<Row | null>(null);
  const counts = useMemo(() => counted(rows), [rows]);
  const some = useMemo(() => shown(rows, fate, text), [rows, fate, text]);
  const choices = [
    { value: null, label: t("app.archive.all"), count: rows.length },
    ...FATES.filter((one) => counts[one] > 0).map((one) => ({
      value: one,
      label: t(FATE_TEXTS[one]),
      count: counts[one],
    })),
  ];
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2">
        <Filters label={t("app.archive.show")} choices={choices} value={fate} onChange={setFate} />
        <div className="ml-auto flex items-center gap-2">
          <div className="w-56">
            <Field
              bare
              label={t("app.archive.seek")}
              placeholder={t("app.archive.seek")}
              value={text}
              onChange={setText}
            />
          </div>
          <Button look="quiet" icon={RotateCcw} onPress={forgetAll}>
            {t("app.archive.plan.again")}
          </Button>
        </div>
      </div>
      <PlanTable
        label={done ? t("app.archive.run.report") : t("app.archive.plan.table")}
        rows={some}
        from={draft.folder}
        to={draft.kind === "move" ? draft.target : draft.folder}
        selected={selected}
        onSelect={setSelected}
      />
      {selected && <PlanRow row={selected} close={() => setSelected(null)} />}
    </>
  );
}
