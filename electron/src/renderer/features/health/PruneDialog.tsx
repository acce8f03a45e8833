import { useEffect, useState } from "react";
import { bytesText, momentText, useLanguage, useText } from "@/shared/text";
import { Busy, Button, Dialog, DialogBody, DialogFoot } from "@/shared/ui";
import { type Backup, planPrune, prune } from "./backing";

/** Which backups would go, before they do. */
export function PruneDialog({ names, onClose }: { names: readonly string[] | null; onClose: () => void }) {
  const t = useText();
  const language = useLanguage();
  const [going, setGoing] = useState<Backup[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the dialog is made anew for another question
  useEffect(() => {
    let gone = false;
    void planPrune(names).then((found) => !gone && setGoing(found ?? []));
    return () => {
      gone = true;
    };
  }, []);
  const begin = () => {
    void prune((going ?? []).map(({ name }) => name));
    onClose();
  };
  const bytes = (going ?? []).reduce((sum, backup) => sum + backup.bytes, 0);
  return (
    <Dialog open onClose={onClose} title={t("app.health.backup.prune_title")}>
      <DialogBody>
        {going === null && <Busy label={t("app.loading")} />}
        {going?.length === 0 && <p>{t("app.health.backup.nothing_goes")}</p>}
        {going !== null && going.length > 0 && (
          <>
            <p>{t("app.health.backup.goes", { count: going.length, size: bytesText(bytes, language) })}</p>
            <ul className="max-h-64 overflow-auto text-muted tabular-nums">
              {going.map(({ name, at }) => (
                <li key={name}>{momentText(at, language)}</li>
              ))}
            </ul>
            <p className="text-sm text-danger">{t("app.health.backup.goes_for_good")}</p>
          </>
        )}
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.cancel")}</Button>
        <Button look="danger" isDisabled={!going?.length} onPress={begin}>
          {t("app.health.backup.delete")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
