import type { OpName } from "@contract";
import { FileSearch } from "lucide-react";
import { useState } from "react";
import { undo } from "@/shared/data";
import { startJob } from "@/shared/jobs";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button, Check, Select, tell } from "@/shared/ui";
import { changesText, type Line, type Taken, toTake } from "../model/files";
import { useScope } from "../useScope";
import { Lines } from "./Lines";

const CHANGED: readonly OpName[] = ["find", "facets", "tag_list", "tag_cloud", "tag_suggest", "picture", "edit_list"];
const KINDS = ["tree", "drop", "keep"] as const;
type Kinds = (typeof KINDS)[number];

/** Take the tags in that stand in text files beside the pictures. */
export function FromFiles() {
  const t = useText();
  const language = useLanguage();
  const { scope, setScope, options, pictures } = useScope();
  const [kinds, setKinds] = useState<Kinds>("tree");
  const [replace, setReplace] = useState(false);
  const [plan, setPlan] = useState<{ asked: string; done: Taken; lines: Line[] } | null>(null);
  const payload = { ...pictures, kinds, policy: replace ? ("replace" as const) : ("add" as const) };
  const asked = JSON.stringify(payload);
  const current = plan?.asked === asked ? plan : null;
  const run = async (dry: boolean) => {
    const lines: Line[] = [];
    const done = await startJob(
      "tag_import",
      { ...payload, dry_run: dry },
      {
        title: t(dry ? "app.tag_files.planning" : "app.tag_files.taking"),
        refreshes: dry ? [] : CHANGED,
        onResult: ({ source, status, add, remove }) =>
          lines.push({ picture: source, state: status, words: changesText(add, remove) }),
      },
    );
    setPlan(done && dry ? { asked, done: done.payload, lines } : null);
    if (!done || dry) return;
    const { edit } = done.payload;
    tell({
      message: t("app.tags.edited", { count: toTake(done.payload) }),
      ...(edit === null ? {} : { action: { label: t("app.undo"), run: () => void undo(edit) } }),
    });
  };
  const names: Record<Kinds, string> = {
    tree: t("app.tag_files.kinds_tree"),
    drop: t("app.tag_files.kinds_drop"),
    keep: t("app.tag_files.kinds_keep"),
  };
  const count = current ? toTake(current.done) : 0;
  return (
    <>
      <Select label={t("app.scope")} value={scope} options={options} onChange={setScope} />
      <Select
        label={t("app.tag_files.kinds_read")}
        value={kinds}
        options={KINDS.map((value) => ({ value, label: names[value] }))}
        onChange={setKinds}
      />
      <Check selected={replace} onChange={setReplace}>
        {t("app.tag_files.policy_replace")}
      </Check>
      <div className="flex items-center gap-2">
        <Button icon={FileSearch} onPress={() => void run(true)}>
          {t("app.tag_files.plan")}
        </Button>
        <Button look="accent" isDisabled={count === 0} onPress={() => void run(false)}>
          {t("app.tag_files.take", { count, number: numberText(count, language) })}
        </Button>
      </div>
      {current && (
        <>
          <p className="text-sm text-muted">
            {t("app.tag_files.read", { count: current.done.files, without: current.done.without })}{" "}
            {current.done.new_tags.length > 0 &&
              t("app.tag_files.new_tags", { tags: current.done.new_tags.slice(0, 20).join(", ") })}
          </p>
          <Lines lines={current.lines} />
        </>
      )}
    </>
  );
}
