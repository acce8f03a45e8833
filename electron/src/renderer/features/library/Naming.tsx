import { useState } from "react";
import { useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot, Field } from "@/shared/ui";

interface Props {
  open: boolean;
  title: string;
  value: string;
  onClose: () => void;
  onName: (name: string) => void;
}

/** Ask for a name. */
export function Naming({ open, title, value, onClose, onName }: Props) {
  const t = useText();
  const [name, setName] = useState(value);
  const finish = () => name.trim() && onName(name.trim());
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <DialogBody>
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
