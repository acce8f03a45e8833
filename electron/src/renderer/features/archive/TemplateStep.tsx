import { BookOpen, Plus } from "lucide-react";
import { useState } from "react";
import { useText } from "@/shared/text";
import { Button } from "@/shared/ui";
import { Foot } from "./Foot";
import { KeptTemplates } from "./KeptTemplates";
import { withAimed } from "./model/aim";
import { withVariable } from "./model/draft";
import { problems } from "./model/problems";
import { useArchive } from "./model/store";
import { Naming } from "./Naming";
import { PictureList } from "./PictureList";
import { Preview } from "./Preview";
import { Problems } from "./Problems";
import { NoFolder } from "./TagsStep";
import { Unshown } from "./Unshown";
import { usePictures } from "./usePictures";
import { VariableCard } from "./VariableCard";
import { Wanted } from "./Wanted";

/** Say what pictures differ by, with tags taken from the pictures, and what becomes of them. */
export function TemplateStep() {
  const t = useText();
  const { draft, aim, set } = useArchive();
  const pictures = usePictures();
  if (!draft.folder) return <NoFolder />;
  const stopped = draft.kind !== "strip_suffix" && problems(draft).some(({ stops }) => stops);
  const press = (tag: string, shift: boolean) => {
    const at = shift && aim ? { ...aim, value: null } : aim;
    const first = t("app.archive.variable.first");
    set({ ...withAimed(draft, at, tag, first), resume: false });
  };
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-0 flex-1">
        <div className="flex w-2/5 min-w-72 shrink-0 flex-col border-r border-line">
          <div className="flex flex-col gap-1 border-b border-line px-4 py-2">
            <p>{t("app.archive.pictures.count", { count: pictures.total })}</p>
            <p className="text-sm text-muted">{t("app.archive.template.how")}</p>
            <Wanted />
          </div>
          <Unshown shown={pictures.total} />
          <PictureList pictures={pictures} press={press} hint={t("app.archive.template.hint")} watching />
        </div>
        <div className="flex min-w-0 flex-1 flex-col overflow-auto">
          {draft.kind !== "strip_suffix" && <Variables />}
          <Naming />
          <div className="flex flex-col gap-3 px-4 pb-4">
            <Problems />
            <Preview />
          </div>
        </div>
      </div>
      <Foot back="tags" next="plan" waits={stopped ? t("app.archive.template.unfinished") : undefined} />
    </div>
  );
}

function Variables() {
  const t = useText();
  const { draft, set } = useArchive();
  const [kept, setKept] = useState(false);
  const add = () => {
    const made = withVariable(draft, "");
    set({ draft: made, aim: { variable: made.variables.at(-1)?.id ?? 0, value: null }, resume: false });
  };
  return (
    <section aria-label={t("app.archive.variables")} className="flex flex-col gap-3 border-b border-line p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate font-medium">
          {draft.name ? t("app.archive.template.named", { name: draft.name }) : t("app.archive.variables")}
        </h3>
        <Button icon={BookOpen} onPress={() => setKept(true)}>
          {t("app.archive.template.kept_ones")}
        </Button>
        <Button icon={Plus} onPress={add}>
          {t("app.archive.variable.add")}
        </Button>
      </div>
      {draft.variables.length === 0 && <p className="text-muted">{t("app.archive.variables.none")}</p>}
      {draft.variables.map((variable) => (
        <VariableCard key={variable.id} variable={variable} />
      ))}
      {kept && <KeptTemplates onClose={() => setKept(false)} />}
    </section>
  );
}
