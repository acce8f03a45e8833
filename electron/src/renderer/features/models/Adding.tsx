import { FolderOpen } from "lucide-react";
import { useState } from "react";
import { bridge } from "@/shared/bridge";
import { useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot, Field, IconButton } from "@/shared/ui";
import { install } from "./work";

/** A model that the catalogue does not have, from a folder that brings its entry along. */
export function Adding({ close }: { close: () => void }) {
  const t = useText();
  const [id, setId] = useState("");
  const [folder, setFolder] = useState("");
  const named = id.trim();
  const choose = async () => {
    const chosen = await bridge.shell?.chooseFolder();
    if (chosen) setFolder(chosen);
  };
  const start = () => {
    void install({ id: named, title: named }, { source: folder.trim() });
    close();
  };
  return (
    <Dialog open onClose={close} title={t("app.models.add")}>
      <DialogBody>
        <p className="text-muted">{t("app.models.add_about")}</p>
        <Field label={t("app.models.id")} value={id} onChange={setId} placeholder="my-siglip" autoFocus />
        <div className="flex items-end gap-1">
          <Field label={t("app.models.folder")} value={folder} onChange={setFolder} />
          {bridge.shell && (
            <IconButton icon={FolderOpen} label={t("app.settings.choose_folder")} onPress={() => void choose()} />
          )}
        </div>
      </DialogBody>
      <DialogFoot>
        <Button onPress={close}>{t("app.cancel")}</Button>
        <Button look="accent" isDisabled={!named || !folder.trim()} onPress={start}>
          {t("app.models.install")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
