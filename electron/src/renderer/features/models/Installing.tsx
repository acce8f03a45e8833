import { FolderOpen } from "lucide-react";
import { useState } from "react";
import { bridge, type PayloadOf } from "@/shared/bridge";
import { useAsk } from "@/shared/data";
import { bytesText, useLanguage, useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot, Field, IconButton, Select } from "@/shared/ui";
import { diskOf, type Model } from "./model/tiers";
import { install } from "./work";

type Precision = NonNullable<NonNullable<PayloadOf<"models_install">["precisions"]>[number]>;
const PRECISIONS: readonly Precision[] = ["fp32", "fp16", "int8"];
const SUITING = "suiting";

/** What an installation fetches and from where, before the first byte is asked for. */
export function Installing({ model, fromFolder, close }: { model: Model; fromFolder: boolean; close: () => void }) {
  const t = useText();
  const language = useLanguage();
  const [folder, setFolder] = useState("");
  const [precision, setPrecision] = useState<Precision | typeof SUITING>(SUITING);
  const { data } = useAsk("models_show", { id: model.id });
  const offered = PRECISIONS.filter((one) => model.precisions.includes(one));
  const start = () => {
    void install(model, {
      ...(fromFolder ? { source: folder.trim() } : {}),
      ...(precision === SUITING ? {} : { precisions: [precision] }),
    });
    close();
  };
  const choose = async () => {
    const chosen = await bridge.shell?.chooseFolder();
    if (chosen) setFolder(chosen);
  };
  const { repository, kind } = (data?.model.source ?? {}) as { repository?: string; kind?: string };
  return (
    <Dialog open onClose={close} title={t("app.models.install_of", { name: model.title })}>
      <DialogBody>
        {fromFolder ? (
          <>
            <p className="text-muted">{t("app.models.from_folder_about")}</p>
            <div className="flex items-end gap-1">
              <Field label={t("app.models.folder")} value={folder} onChange={setFolder} autoFocus />
              {bridge.shell && (
                <IconButton icon={FolderOpen} label={t("app.settings.choose_folder")} onPress={() => void choose()} />
              )}
            </div>
          </>
        ) : (
          <>
            <p>
              {kind === "ollama"
                ? t("app.models.will_pull", { name: repository ?? "", size: bytesText(diskOf(model), language) })
                : t("app.models.will_fetch", { name: repository ?? "", size: bytesText(diskOf(model), language) })}
            </p>
            <p className="text-muted">{t("app.models.will_about", { licence: model.licence })}</p>
            {kind === "checkpoint" && <p className="text-muted">{t("app.models.needs_export")}</p>}
          </>
        )}
        {offered.length > 1 && (
          <Select
            label={t("app.models.precision")}
            value={precision}
            options={[
              { value: SUITING, label: t("app.models.precision_suiting") },
              ...offered.map((value) => ({ value, label: value })),
            ]}
            onChange={setPrecision}
          />
        )}
      </DialogBody>
      <DialogFoot>
        <Button onPress={close}>{t("app.cancel")}</Button>
        <Button look="accent" isDisabled={fromFolder && !folder.trim()} onPress={start}>
          {fromFolder ? t("app.models.install") : t("app.models.download")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
