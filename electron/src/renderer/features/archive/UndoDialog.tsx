import { useEffect, useMemo, useState } from "react";
import { bridge, CancelledError } from "@/shared/bridge";
import { forget } from "@/shared/data";
import { startJob } from "@/shared/jobs";
import { type Failure, failureOf, useText } from "@/shared/text";
import { Busy, Button, Dialog, DialogFoot, FailureNote, tell } from "@/shared/ui";
import { below, going, type Row } from "./model/plan";
import { forgetAll, MOVED } from "./model/running";
import { useArchive } from "./model/store";
import { PlanTable } from "./PlanTable";

interface Props {
  /** The number of the job in the journal. */
  job: number;
  onClose: () => void;
}

/** The way back of a job, shown before it is gone. */
export function UndoDialog({ job, onClose }: Props) {
  const t = useText();
  const folder = useArchive((archive) => archive.draft.folder);
  const [rows, setRows] = useState<readonly Row[] | null>(null);
  const [error, setError] = useState<Failure | null>(null);
  useEffect(() => {
    const ending = new AbortController();
    const found: Row[] = [];
    const options = { signal: ending.signal, onResult: (row: Row) => found.push(row) };
    bridge.run("undo", { job, dry_run: true, progress_step: 500 }, options).then(
      () => setRows(found),
      (failure) => !(failure instanceof CancelledError) && setError(failureOf(failure)),
    );
    return () => ending.abort();
  }, [job]);
  const count = useMemo(() => going(rows ?? []), [rows]);
  const root = useMemo(
    () => (rows?.every((row) => below(folder, row.source) !== row.source) ? folder : ""),
    [rows, folder],
  );
  const back = () => {
    onClose();
    void undo(job, t("app.archive.undo.title", { job }), (moved) =>
      tell({ message: t("app.archive.undo.told", { count: moved }) }),
    );
  };
  return (
    <Dialog open onClose={onClose} title={t("app.archive.undo.title", { job })} wide>
      <div className="flex h-96 min-h-0 flex-col">
        {error !== null && (
          <div className="p-4">
            <FailureNote failure={error} />
          </div>
        )}
        {rows === null && error === null && (
          <div className="grid flex-1 place-items-center">
            <Busy label={t("app.archive.plan.going")} />
          </div>
        )}
        {rows && (
          <>
            <p className="px-4 py-3">{t("app.archive.undo.count", { count, total: rows.length })}</p>
            <PlanTable label={t("app.archive.undo.table")} rows={rows} from={root} to={root} />
          </>
        )}
      </div>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.cancel")}</Button>
        <Button look="accent" isDisabled={count === 0} onPress={back}>
          {t("app.archive.undo.go", { count })}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

async function undo(job: number, title: string, told: (moved: number) => void): Promise<void> {
  const rows: Row[] = [];
  const options = { title, subject: String(job), onResult: (row: Row) => rows.push(row) };
  const done = await startJob("undo", { job, dry_run: false, progress_step: 50 }, options);
  forgetAll();
  forget(MOVED);
  if (done) told(going(rows));
}
