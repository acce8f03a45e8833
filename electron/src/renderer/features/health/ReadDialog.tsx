import { useState } from "react";
import { type TextKey, useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot, Select } from "@/shared/ui";
import { PREFERENCES, type Preference, readAll } from "./sidecaring";

const LABELS: Record<Preference, { label: TextKey; about: TextKey }> = {
  newer: { label: "app.health.sidecar.newer", about: "app.health.sidecar.newer_about" },
  library: { label: "app.health.sidecar.library", about: "app.health.sidecar.library_about" },
  sidecar: { label: "app.health.sidecar.sidecar", about: "app.health.sidecar.sidecar_about" },
};

/** Who wins where both sides have changed, before sidecars are read. */
export function ReadDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [prefer, setPrefer] = useState<Preference>("newer");
  const begin = () => {
    void readAll(prefer);
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("app.health.sidecar.reading")}>
      <DialogBody>
        <p>{t("app.health.sidecar.read_about")}</p>
        <Select
          label={t("app.health.sidecar.prefer")}
          value={prefer}
          options={PREFERENCES.map((value) => ({ value, label: t(LABELS[value].label) }))}
          onChange={setPrefer}
        />
        <p className="text-sm text-muted">{t(LABELS[prefer].about)}</p>
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.cancel")}</Button>
        <Button look="accent" onPress={begin}>
          {t("app.health.sidecar.begin_read")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
