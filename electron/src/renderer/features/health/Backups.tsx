import { Archive, CircleCheck, CircleX, History, Plus, ShieldQuestion, Trash2 } from "lucide-react";
import { useState } from "react";
import { useAsk } from "@/shared/data";
import { JobLine, useJobs } from "@/shared/jobs";
import { bytesText, failureOf, momentText, type TextKey, useLanguage, useText } from "@/shared/text";
import { Blank, Busy, Button, Chip, FailureNote, IconButton } from "@/shared/ui";
import { type Backup, makeBackup, useVerified, verify } from "./backing";
import { PruneDialog } from "./PruneDialog";
import { RestoreDialog } from "./RestoreDialog";

const REASONS: Record<Backup["reason"], TextKey> = {
  asked: "app.health.backup.asked",
  migration: "app.health.backup.migration",
  repair: "app.health.backup.repair",
  restore: "app.health.backup.restore",
  schedule: "app.health.backup.schedule",
};

/** The copies of the library: make one, see whether they are sound, put one back, let some go. */
export function Backups() {
  const t = useText();
  const { data, error } = useAsk("backup_list", {});
  const jobs = useJobs((store) => store.jobs);
  const job = jobs.find(({ op, state }) => op.startsWith("backup_") && state === "running");
  const [restoring, setRestoring] = useState<Backup | null>(null);
  const [pruning, setPruning] = useState<readonly string[] | "rest" | null>(null);
  if (error) {
    return (
      <Blank icon={Archive} title={t("app.health.cannot")} role="alert">
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
  const { backups, folder } = data;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <Button icon={Plus} look="accent" isDisabled={job !== undefined} onPress={() => void makeBackup()}>
          {t("app.health.backup.make")}
        </Button>
        {backups.length > 0 && (
          <>
            <Button icon={ShieldQuestion} isDisabled={job !== undefined} onPress={() => void verify(null)}>
              {t("app.health.backup.verify_all")}
            </Button>
            <Button icon={Trash2} onPress={() => setPruning("rest")}>
              {t("app.health.backup.prune")}
            </Button>
          </>
        )}
      </div>
      <p data-selectable className="text-sm break-all text-muted">
        {t("app.health.backup.folder", { folder })}
      </p>
      {job && <JobLine job={job} />}
      {backups.length === 0 ? (
        <div className="py-12">
          <Blank icon={Archive} title={t("app.health.backup.none")}>
            <p>{t("app.health.backup.none_why")}</p>
          </Blank>
        </div>
      ) : (
        <ul className="flex flex-col gap-2">
          {backups.map((backup) => (
            <Row
              key={backup.name}
              backup={backup}
              busy={job !== undefined}
              restore={() => setRestoring(backup)}
              remove={() => setPruning([backup.name])}
            />
          ))}
        </ul>
      )}
      {restoring && <RestoreDialog backup={restoring} onClose={() => setRestoring(null)} />}
      {pruning && <PruneDialog names={pruning === "rest" ? null : pruning} onClose={() => setPruning(null)} />}
    </div>
  );
}

interface RowProps {
  backup: Backup;
  busy: boolean;
  restore: () => void;
  remove: () => void;
}

function Row({ backup: { name, at, bytes, reason }, busy, restore, remove }: RowProps) {
  const t = useText();
  const language = useLanguage();
  const verdict = useVerified((store) => store.verdicts.get(name));
  const moment = momentText(at, language);
  return (
    <li data-backup={name} className="flex items-center gap-3 rounded-lg border border-line bg-panel px-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="tabular-nums">{moment}</span>
          <Chip>{t(REASONS[reason])}</Chip>
        </p>
        <p className="flex items-center gap-3 text-sm text-muted tabular-nums">
          {bytesText(bytes, language)}
          {verdict?.ok && (
            <span className="flex items-center gap-1 text-accent">
              <CircleCheck size={14} aria-hidden />
              {t("app.health.backup.sound")}
            </span>
          )}
          {verdict && !verdict.ok && (
            <span className="flex min-w-0 items-center gap-1 text-danger">
              <CircleX size={14} aria-hidden className="shrink-0" />
              {t("app.health.backup.damaged")}
            </span>
          )}
        </p>
      </div>
      <IconButton
        icon={ShieldQuestion}
        isDisabled={busy}
        label={t("app.health.backup.verify", { moment })}
        onPress={() => void verify(name)}
      />
      <IconButton icon={Trash2} label={t("app.health.backup.remove", { moment })} onPress={remove} />
      <Button icon={History} isDisabled={busy} onPress={restore}>
        {t("app.health.backup.put_back")}
      </Button>
    </li>
  );
}
