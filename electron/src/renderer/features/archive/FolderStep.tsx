import { FolderSearch, ScanSearch } from "lucide-react";
import { useState } from "react";
import { bridge } from "@/shared/bridge";
import { useAsk } from "@/shared/data";
import { runningJob, useJobs } from "@/shared/jobs";
import { nameOf, useText } from "@/shared/text";
import { Blank, Button, Check, Chip, Field } from "@/shared/ui";
import { Foot } from "./Foot";
import { Going } from "./Going";
import { tidyFolder } from "./model/query";
import { scan, useScan } from "./model/scanning";
import { openFolder, useArchive } from "./model/store";
import { ScanReport } from "./ScanReport";

const OFFERED = 8;

/** Choose the folder that is worked on, and have the prompts of its pictures read. */
export function FolderStep() {
  const t = useText();
  const folder = useArchive((archive) => archive.draft.folder);
  const recent = useArchive((archive) => archive.recent);
  const [path, setPath] = useState(folder);
  const [anew, setAnew] = useState(false);
  const { data } = useAsk("roots", {});
  const tidy = tidyFolder(path);
  const known = new Set([...recent, ...(data?.roots ?? []).filter(({ exists }) => exists).map((root) => root.path)]);
  const job = useJobs((store) => runningJob(store.jobs, "scan", folder));
  const scanned = useScan((state) => state.folder);
  const choose = async () => {
    const chosen = await bridge.shell?.chooseFolder();
    if (chosen) take(chosen);
  };
  const take = (chosen: string) => {
    setPath(chosen);
    openFolder(chosen);
  };
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-col gap-3 border-b border-line p-4">
        <div className="flex max-w-3xl flex-wrap items-end gap-2">
          <Field
            label={t("app.archive.folder.path")}
            value={path}
            onChange={setPath}
            onEnter={() => tidy && void scan(tidy, anew)}
            placeholder={t("app.archive.folder.example")}
          />
          {bridge.shell && (
            <Button icon={FolderSearch} onPress={() => void choose()}>
              {t("app.archive.folder.choose")}
            </Button>
          )}
          <Button
            look="accent"
            icon={ScanSearch}
            isDisabled={!tidy || job !== undefined}
            onPress={() => void scan(tidy, anew)}
          >
            {t("app.archive.scan")}
          </Button>
        </div>
        {known.size > 0 && (
          <div className="flex flex-wrap items-center gap-1">
            <span className="mr-1 text-sm text-muted">{t("app.archive.folder.known")}</span>
            {[...known].slice(0, OFFERED).map((one) => (
              <Chip key={one} selected={one === tidy} onPress={() => take(one)}>
                <span title={one}>{nameOf(one) || one}</span>
              </Chip>
            ))}
          </div>
        )}
        <Check selected={anew} onChange={setAnew}>
          {t("app.archive.scan.anew")}
        </Check>
      </div>
      <div className="flex min-h-0 flex-1 flex-col">
        {scanned === folder && folder ? (
          <ScanReport folder={folder} />
        ) : (
          <Blank icon={ScanSearch} title={t("app.archive.scan.none")}>
            <p>{t("app.archive.scan.why")}</p>
          </Blank>
        )}
      </div>
      {job ? (
        <footer className="flex min-h-12 items-center border-t border-line bg-panel px-4 py-2">
          <Going label={job.title} processed={job.processed} total={job.total} stop={job.stop} />
        </footer>
      ) : (
        <Foot next="tags" waits={folder ? undefined : t("app.archive.problem.folder")} />
      )}
    </div>
  );
}
