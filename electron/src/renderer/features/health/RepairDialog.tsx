import { useEffect, useState } from "react";
import { findingText, numberText, useLanguage, useText } from "@/shared/text";
import { Busy, Button, Dialog, DialogBody, DialogFoot } from "@/shared/ui";
import { planRepair, type Repaired, repair } from "./checking";
import { aboutOf, isForGood, touched } from "./model/findings";

/** What a repair would do, before it does it. */
export function RepairDialog({ only, onClose }: { only: readonly string[] | null; onClose: () => void }) {
  const t = useText();
  const [plan, setPlan] = useState<Repaired | "failed" | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the dialog is made anew for another question
  useEffect(() => {
    let gone = false;
    void planRepair(only).then((found) => !gone && setPlan(found ?? "failed"));
    return () => {
      gone = true;
    };
  }, []);
  const begin = () => {
    void repair(only);
    onClose();
  };
  const ready = plan !== null && plan !== "failed";
  const steps = ready ? touched(plan) : [];
  return (
    <Dialog open onClose={onClose} title={t("app.health.repair_plan")}>
      <DialogBody>
        {plan === null && <Busy label={t("app.health.planning")} />}
        {plan === "failed" && <p role="alert">{t("app.health.no_plan")}</p>}
        {ready && steps.length === 0 && <p>{t("app.health.nothing_to_do")}</p>}
        {steps.length > 0 && <Steps steps={steps} />}
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.cancel")}</Button>
        <Button look="accent" isDisabled={steps.length === 0} onPress={begin}>
          {t("app.health.repair")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

function Steps({ steps }: { steps: ReturnType<typeof touched> }) {
  const t = useText();
  const language = useLanguage();
  return (
    <>
      <ul className="flex flex-col gap-3">
        {steps.map(({ code, count }) => {
          const about = aboutOf(code);
          return (
            <li key={code}>
              <p className="font-medium">{`${findingText(code)} (${numberText(count, language)})`}</p>
              {about && <p className="text-sm text-muted">{t(about)}</p>}
            </li>
          );
        })}
      </ul>
      <p className="rounded-md bg-raised p-2 text-sm">{t("app.health.repair_safe")}</p>
      {steps.some(({ code }) => isForGood(code)) && <p className="text-sm text-danger">{t("app.health.for_good")}</p>}
    </>
  );
}
