import type { ReactNode } from "react";
import { index } from "@/features/folders";
import { useJobs } from "@/shared/jobs";
import { useScreen } from "@/shared/screens";
import { failureOf, useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot } from "@/shared/ui";
import { CaptionStep } from "./CaptionStep";
import { FolderStep } from "./FolderStep";
import { beside, STEPS, type Step, useGuide } from "./model/guide";
import { TierStep } from "./TierStep";

const BODIES: Record<Step, ReactNode> = {
  folder: <FolderStep />,
  tier: <TierStep />,
  captions: <CaptionStep />,
};

/** The first steps: a folder, a tier, captions; then the pictures appear. */
export default function Guide() {
  const t = useText();
  const { open, step, folders, go, leave } = useGuide();
  const next = beside(step, 1);
  const back = beside(step, -1);
  const place = t("app.guide.place", { place: STEPS.indexOf(step) + 1, total: STEPS.length });
  return (
    <Dialog open={open === true} onClose={leave} title={t("app.guide.title")} wide>
      <DialogBody>
        <p className="text-sm text-muted">{place}</p>
        {BODIES[step]}
      </DialogBody>
      <DialogFoot>
        <Button look="quiet" onPress={leave}>
          {t("app.guide.skip")}
        </Button>
        <span className="flex-1" />
        {back && <Button onPress={() => go(back)}>{t("app.guide.back")}</Button>}
        {next ? (
          <Button look="accent" isDisabled={step === "folder" && folders.length === 0} onPress={() => go(next)}>
            {t("app.guide.next")}
          </Button>
        ) : (
          <Button look="accent" isDisabled={folders.length === 0} onPress={() => void begin(folders)}>
            {t("app.guide.start")}
          </Button>
        )}
      </DialogFoot>
    </Dialog>
  );
}

/** Index the folders, with their pictures in view; a folder that cannot be read brings the guide back. */
async function begin(folders: readonly string[]): Promise<void> {
  useGuide.getState().leave();
  useScreen.getState().show("pictures");
  for (const folder of folders) {
    if (await index(folder)) continue;
    const job = useJobs.getState().jobs.findLast(({ op, subject }) => op === "index" && subject === folder);
    if (job?.state === "failed") useGuide.getState().fail(job.error ?? failureOf(null));
    return;
  }
}
