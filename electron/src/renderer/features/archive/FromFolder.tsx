import { useState } from "react";
import { bridge } from "@/shared/bridge";
import { runningJob, startJob, useJobs } from "@/shared/jobs";
import { nameOf, type TextKey, useText } from "@/shared/text";
import { Button, Field, Select } from "@/shared/ui";
import { Going } from "./Going";
import { tidyFolder } from "./model/query";
import type { Offered } from "./Offer";

const MODES = ["intersection", "union", "difference"] as const;
type Mode = (typeof MODES)[number];
const MODE_TEXTS: Record<Mode, TextKey> = {
  intersection: "app.archive.build.intersection",
  union: "app.archive.build.union",
  difference: "app.archive.build.difference",
};

/** Make a value of each picture of a folder, by the tags that it does not share with the others. */
export function FromFolder({ offer }: { offer: (offered: Offered) => void }) {
  const t = useText();
  const [path, setPath] = useState("");
  const [mode, setMode] = useState<Mode>("intersection");
  const folder = tidyFolder(path);
  const job = useJobs((store) => runningJob(store.jobs, "build_nais", folder));
  const choose = async () => {
    const chosen = await bridge.shell?.chooseFolder();
    if (chosen) setPath(chosen);
  };
  const build = async () => {
    const title = t("app.archive.build.going", { name: nameOf(folder) });
    const done = await startJob("build_nais", { folder, mode, progress_step: 50 }, { title, subject: folder });
    if (!done) return;
    const { values, problems } = done.payload;
    const name = done.payload.variable_name ?? nameOf(folder);
    offer({ name, variable_name: name, source_kind: "folder", values, problems });
  };
  return (
    <div className="flex flex-col gap-4 p-4">
      <p className="text-muted">{t("app.archive.build.about")}</p>
      <div className="flex flex-wrap items-end gap-2">
        <Field
          label={t("app.archive.folder.path")}
          value={path}
          onChange={setPath}
          onEnter={() => folder && void build()}
          placeholder={t("app.archive.folder.example")}
        />
        {bridge.shell && <Button onPress={() => void choose()}>{t("app.archive.folder.choose")}</Button>}
      </div>
      <Select
        label={t("app.archive.build.mode")}
        value={mode}
        options={MODES.map((value) => ({ value, label: t(MODE_TEXTS[value]) }))}
        onChange={setMode}
      />
      {job ? (
        <Going label={job.title} processed={job.processed} total={job.total} stop={job.stop} />
      ) : (
        <div className="flex justify-end">
          <Button look="accent" isDisabled={!folder} onPress={() => void build()}>
            {t("app.archive.build")}
          </Button>
        </div>
      )}
    </div>
  );
}
