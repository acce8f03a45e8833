import { useState } from "react";
import { useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot, Field } from "@/shared/ui";

interface Props {
  open: boolean;
  title: string;
  /** What gets the name, shown above the field. */
  about?: string;
  value: string;
  onClose: () => void;
  onName: (name: string) => void;
}

/** Ask for a name. */
export function Naming({ open, title, about, value, onClose, onName }: Props) {
  const t = useText();
  const [name, setName] = useState(value);
  const finish = () => name.trim() && onName(name.trim());
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <DialogBody>
        {about && (
          <p data-selectable className="rounded-md bg-raised px-3 py-2 break-words text-muted">
            {about}
          </p>
        )}
        <Field label={t("app.name")} value={name} onChange={setName} onEnter={finish} autoFocus />
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.cancel")}</Button>
        <Button look="accent" isDisabled={!name.trim()} onPress={finish}>
          {t("app.save")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
