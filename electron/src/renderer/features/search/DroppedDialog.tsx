import { useState } from "react";
import { useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot, Field } from "@/shared/ui";
import { type Dropped, pictureOf } from "./model/dropped";

interface Props {
  dropped: Dropped;
  index: (folder: string) => Promise<unknown>;
  search: (picture: File) => void;
  onClose: () => void;
}

/** A browser does not tell where a dropped file lies; what can be done instead. */
export function DroppedDialog({ dropped, index, search, onClose }: Props) {
  const t = useText();
  const [path, setPath] = useState("");
  const picture = pictureOf(dropped);
  const name = dropped.files[0]?.name ?? "";
  const start = () => {
    if (!path.trim()) return;
    void index(path.trim());
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("app.drop.index")}>
      <DialogBody>
        <p>{t("app.drop.browser", { name })}</p>
        <Field
          label={t("app.folders.path")}
          value={path}
          onChange={setPath}
          onEnter={start}
          placeholder={`/home/me/Pictures/${name}`}
          autoFocus
        />
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.cancel")}</Button>
        {picture && (
          <Button
            onPress={() => {
              search(picture);
              onClose();
            }}
          >
            {t("app.drop.search")}
          </Button>
        )}
        <Button look="accent" isDisabled={!path.trim()} onPress={start}>
          {t("app.folders.start")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
