import { FolderOpen } from "lucide-react";
import { nameOf, type TextKey, useText } from "@/shared/text";
import { Chip, Page, Tabs } from "@/shared/ui";
import { FolderStep } from "./FolderStep";
import { HistoryStep } from "./HistoryStep";
import { STEPS, type Step, useArchive } from "./model/store";
import { PlanStep } from "./PlanStep";
import { TagsStep } from "./TagsStep";
import { TemplateStep } from "./TemplateStep";

const LABELS: Record<Step, TextKey> = {
  folder: "app.archive.step.folder",
  tags: "app.archive.step.tags",
  template: "app.archive.step.template",
  plan: "app.archive.step.plan",
  history: "app.archive.step.history",
};
const BODIES = { folder: FolderStep, tags: TagsStep, template: TemplateStep, plan: PlanStep, history: HistoryStep };

/** Sort and rename pictures by the tags of their prompts: a folder, its tags, a template, the plan, what was done. */
export function Archive() {
  const t = useText();
  const { step, draft, set } = useArchive();
  const tabs = STEPS.map((id) => {
    const Body = BODIES[id];
    return { id, label: t(LABELS[id]), body: <Body /> };
  });
  return (
    <Page
      title={t("app.go.archive")}
      about={t("app.archive.about")}
      fills
      tools={
        draft.folder && (
          <Chip onPress={() => set({ step: "folder" })}>
            <span className="flex items-center gap-1" title={draft.folder}>
              <FolderOpen size={12} aria-hidden className="shrink-0" />
              <span className="truncate">{nameOf(draft.folder)}</span>
            </span>
          </Chip>
        )
      }
    >
      <div className="flex min-w-0 flex-1 flex-col">
        <Tabs
          label={t("app.archive.steps")}
          tabs={tabs}
          selected={step}
          onChange={(id) => set({ step: STEPS.find((one) => one === id) ?? "folder" })}
        />
      </div>
    </Page>
  );
}
