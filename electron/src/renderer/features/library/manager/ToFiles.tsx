import { FileSearch } from "lucide-react";
import { useState } from "react";
import { startJob } from "@/shared/jobs";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button, Check, Select } from "@/shared/ui";
import { type Line, toWrite, type Written } from "../model/files";
import { useScope } from "../useScope";
import { Lines } from "./Lines";

const SEPARATORS = ["comma", "space", "line"] as const;
type Separator = (typeof SEPARATORS)[number];

/** Write the tags of pictures into text files beside them. */
export function ToFiles() {
  const t = useText();
  const language = useLanguage();
  const { scope, setScope, options, pictures } = useScope();
  const [separator, setSeparator] = useState<Separator>("comma");
  const [ticked, setTicked] = useState({ underscores: false, kinds: false, replace: false, full: false });
  const [plan, setPlan] = useState<{ asked: string; done: Written; lines: Line[] } | null>(null);
  const payload = { ...pictures, separator, ...ticked };
  const asked = JSON.stringify(payload);
  const current = plan?.asked === asked ? plan : null;
  const run = async (dry: boolean) => {
    const lines: Line[] = [];
    const done = await startJob(
      "tag_export",
      { ...payload, dry_run: dry },
      {
        title: t(dry ? "app.tag_files.planning" : "app.tag_files.writing"),
        onResult: ({ source, state, text }) => lines.push({ picture: source, state, words: text }),
        ...(dry ? {} : { told: ({ payload: told }) => t("app.tag_files.written", { count: toWrite(told) }) }),
      },
    );
    setPlan(done && dry ? { asked, done: done.payload, lines } : null);
  };
  const names: Record<Separator, string> = {
    comma: t("app.tag_files.comma"),
    space: t("app.tag_files.space"),
    line: t("app.tag_files.line"),
  };
  const tick = (name: keyof typeof ticked) => (on: boolean) => setTicked({ ...ticked, [name]: on });
  const count = current ? toWrite(current.done) : 0;
  return (
    <>
      <Select label={t("app.scope")} value={scope} options={options} onChange={setScope} />
      <Select
        label={t("app.tag_files.separator")}
        value={separator}
        options={SEPARATORS.map((value) => ({ value, label: names[value] }))}
        onChange={setSeparator}
      />
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        <Check selected={ticked.underscores} onChange={tick("underscores")}>
          {t("app.tag_files.underscores")}
        </Check>
        <Check selected={ticked.kinds} onChange={tick("kinds")}>
          {t("app.tag_files.kinds")}
        </Check>
        <Check selected={ticked.full} onChange={tick("full")}>
          {t("app.tag_files.full")}
        </Check>
        <Check selected={ticked.replace} onChange={tick("replace")}>
          {t("app.tag_files.replace")}
        </Check>
      </div>
      <div className="flex items-center gap-2">
        <Button icon={FileSearch} onPress={() => void run(true)}>
          {t("app.tag_files.plan")}
        </Button>
        <Button look="accent" isDisabled={count === 0} onPress={() => void run(false)}>
          {t("app.tag_files.write", { count, number: numberText(count, language) })}
        </Button>
      </div>
      {current && (
        <>
          <p className="text-sm text-muted">{t("app.tag_files.told", { ...current.done })}</p>
          <Lines lines={current.lines} />
        </>
      )}
    </>
  );
}
