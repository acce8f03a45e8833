import { TriangleAlert } from "lucide-react";
import { momentText, useLanguage, useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot } from "@/shared/ui";
import { type Backup, restore } from "./backing";

/** What putting a backup back means, before it is done. */
export function RestoreDialog({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const t = useText();
  const language = useLanguage();
  const moment = momentText(backup.at, language);
  const begin = () => {
    void restore(backup, language);
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("app.health.backup.put_back_of", { moment })}>
      <DialogBody>
        <p className="flex items-start gap-3">
          <TriangleAlert size={20} aria-hidden className="mt-px shrink-0 text-danger" />
          {t("app.health.backup.warning", { moment })}
        </p>
        <ul className="list-disc pl-8 text-muted">
          <li>{t("app.health.backup.warning_lost")}</li>
          <li>{t("app.health.backup.warning_kept")}</li>
          <li>{t("app.health.backup.warning_files")}</li>
        </ul>
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.cancel")}</Button>
        <Button look="danger" onPress={begin}>
          {t("app.health.backup.put_back_now")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
