import { bytesText, useLanguage, useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot } from "@/shared/ui";
import type { Model } from "./model/tiers";
import { remove } from "./work";

/** What goes when a model is removed, and what stays. */
export function Removing({ model, close }: { model: Model; close: () => void }) {
  const t = useText();
  const size = bytesText(model.size, useLanguage());
  const go = () => {
    void remove(model);
    close();
  };
  return (
    <Dialog open onClose={close} title={t("app.models.remove_of", { name: model.title })}>
      <DialogBody>
        <p>{model.backend === "ollama" ? t("app.models.remove_server") : t("app.models.remove_about", { size })}</p>
        {model.serves.length > 0 && <p className="text-danger">{t("app.models.remove_serving")}</p>}
      </DialogBody>
      <DialogFoot>
        <Button onPress={close}>{t("app.cancel")}</Button>
        <Button look="danger" onPress={go}>
          {t("app.models.remove")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
