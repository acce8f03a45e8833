import { useEffect, useState } from "react";
import { coded, errorText, nameOf, useText } from "@/shared/text";
import { Busy, Button, Chip, Dialog, DialogBody, DialogFoot } from "@/shared/ui";
import { planWrite, type WritePlan, writeAll } from "./sidecaring";

/** So many files of a plan are listed; the counts above tell of all. */
const SHOWN = 200;

/** Which sidecars would be written, before they are. */
export function WriteDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [plan, setPlan] = useState<WritePlan | "failed" | null>(null);
  useEffect(() => {
    let gone = false;
    void planWrite().then((found) => !gone && setPlan(found ?? "failed"));
    return () => {
      gone = true;
    };
  }, []);
  const ready = plan !== null && plan !== "failed" ? plan : null;
  const count = ready ? ready.done.new + ready.done.changed : 0;
  const begin = () => {
    void writeAll();
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("app.health.sidecar.writing")}>
      <DialogBody>
        {plan === null && <Busy label={t("app.health.planning")} />}
        {plan === "failed" && <p role="alert">{t("app.health.no_plan")}</p>}
        {ready && count === 0 && <p>{t("app.health.sidecar.nothing_behind")}</p>}
        {ready && count > 0 && <Plan plan={ready} />}
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.cancel")}</Button>
        <Button look="accent" isDisabled={count === 0} onPress={begin}>
          {t("app.health.sidecar.begin_write", { count })}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

function Plan({ plan: { done, files } }: { plan: WritePlan }) {
  const t = useText();
  return (
    <>
      <p>{t("app.health.sidecar.plan", { new: done.new, changed: done.changed, same: done.same })}</p>
      <p className="text-sm text-muted">{t("app.health.sidecar.write_about")}</p>
      <ul data-selectable className="max-h-72 overflow-auto">
        {files.slice(0, SHOWN).map(({ path, state, message }) => (
          <li key={path} title={path} className="flex min-h-7 items-center gap-2">
            <Chip>
              {t(
                state === "new"
                  ? "app.health.sidecar.new"
                  : state === "changed"
                    ? "app.health.sidecar.changed"
                    : "app.health.sidecar.failed",
              )}
            </Chip>
            <span className="truncate">{nameOf(path)}</span>
            {message && (
              <span title={message} className="truncate text-sm text-danger">
                {errorText(coded(message, "internal").code)}
              </span>
            )}
          </li>
        ))}
      </ul>
      {files.length > SHOWN && (
        <p className="text-sm text-muted">{t("app.health.sidecar.more", { count: files.length - SHOWN })}</p>
      )}
    </>
  );
}
