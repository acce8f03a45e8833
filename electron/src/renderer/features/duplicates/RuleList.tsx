import { ArrowDown, ArrowUp, Plus, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { bridge } from "@/shared/bridge";
import { type TextKey, useText } from "@/shared/text";
import { Button, Field, IconButton, Menu } from "@/shared/ui";
import { addable, DEFAULT_RULES, moved, type RuleName, sameRules, takesValue } from "./model/rules";
import { useLooking } from "./model/store";
import type { Rule } from "./model/types";

const RULE_TEXTS: Record<RuleName, TextKey> = {
  rating: "app.duplicates.rule.rating",
  tags: "app.duplicates.rule.tags",
  layers: "app.duplicates.rule.layers",
  resolution: "app.duplicates.rule.resolution",
  depth: "app.duplicates.rule.depth",
  format: "app.duplicates.rule.format",
  largest: "app.duplicates.rule.largest",
  smallest: "app.duplicates.rule.smallest",
  newest: "app.duplicates.rule.newest",
  oldest: "app.duplicates.rule.oldest",
  added_first: "app.duplicates.rule.added_first",
  added_last: "app.duplicates.rule.added_last",
  folder: "app.duplicates.rule.folder",
  not_folder: "app.duplicates.rule.not_folder",
  shortest_path: "app.duplicates.rule.shortest_path",
  longest_path: "app.duplicates.rule.longest_path",
};

/** The text of a rule; one that a newer back end may know is told by its name. */
export function ruleText(by: string): TextKey | null {
  return RULE_TEXTS[by as RuleName] ?? null;
}

/** The reasons to keep a picture, the first that tells two apart decides; they can be moved, added and taken out. */
export function RuleList() {
  const t = useText();
  const { rules, set } = useLooking();
  const put = (next: readonly Rule[]) => set({ rules: next });
  const choices = addable(rules).map((by) => ({
    id: by,
    label: t(RULE_TEXTS[by]),
    run: () => put([...rules, takesValue(by) ? { by, value: "" } : { by }]),
  }));
  return (
    <>
      <p className="text-sm text-muted">{t("app.duplicates.rules_about")}</p>
      <ol className="flex flex-col">
        {rules.map((rule, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no number of their own, and two may be the same
          <Line key={`${rule.by} ${place}`} rule={rule} place={place} rules={rules} put={put} />
        ))}
      </ol>
      {rules.length === 0 && <p className="text-sm">{t("app.duplicates.rules.none")}</p>}
      <div className="flex gap-1">
        <Menu label={t("app.duplicates.rules.add")} choices={choices}>
          <Button icon={Plus}>{t("app.duplicates.rules.add")}</Button>
        </Menu>
        {!sameRules(rules, DEFAULT_RULES) && (
          <IconButton icon={RotateCcw} label={t("app.duplicates.rules.reset")} onPress={() => put(DEFAULT_RULES)} />
        )}
      </div>
    </>
  );
}

interface LineProps {
  rule: Rule;
  place: number;
  rules: readonly Rule[];
  put: (rules: readonly Rule[]) => void;
}

function Line({ rule, place, rules, put }: LineProps) {
  const t = useText();
  const key = ruleText(rule.by);
  const name = key ? t(key) : rule.by;
  const change = (value: string) => put(rules.map((one, at) => (at === place ? { by: one.by, value } : one)));
  return (
    <li className="group rounded-md hover:bg-hover">
      <div className="flex items-center">
        <span className="w-6 shrink-0 text-center text-sm text-muted tabular-nums">{place + 1}</span>
        <span className="min-w-0 flex-1 truncate">{name}</span>
        <span className="flex">
          <IconButton
            icon={ArrowUp}
            label={t("app.duplicates.rules.up", { rule: name })}
            isDisabled={place === 0}
            onPress={() => put(moved(rules, place, -1))}
          />
          <IconButton
            icon={ArrowDown}
            label={t("app.duplicates.rules.down", { rule: name })}
            isDisabled={place === rules.length - 1}
            onPress={() => put(moved(rules, place, 1))}
          />
          <IconButton
            icon={X}
            label={t("app.duplicates.rules.remove", { rule: name })}
            onPress={() => put(rules.filter((_, at) => at !== place))}
          />
        </span>
      </div>
      {takesValue(rule.by) && <Value rule={rule} name={name} change={change} />}
    </li>
  );
}

/** What a rule goes by: it counts when Enter is pressed or the field is left. */
function Value({ rule, name, change }: { rule: Rule; name: string; change: (value: string) => void }) {
  const t = useText();
  const [typed, setTyped] = useState(rule.value ?? "");
  const commit = () => typed.trim() !== (rule.value ?? "") && change(typed.trim());
  const formats = rule.by === "format";
  const choose = async () => {
    const chosen = await bridge.shell?.chooseFolder();
    if (!chosen) return;
    setTyped(chosen);
    change(chosen);
  };
  return (
    <div className="flex items-center gap-1 pr-2 pb-2 pl-6">
      <Field
        bare
        label={t("app.duplicates.rules.value", { rule: name })}
        value={typed}
        onChange={setTyped}
        onEnter={commit}
        onLeave={commit}
        placeholder={formats ? "psb, psd, tiff, png, bmp, webp" : t("app.duplicates.rules.folder")}
      />
      {bridge.shell && !formats && (
        <Button look="quiet" onPress={() => void choose()}>
          {t("app.choose")}
        </Button>
      )}
    </div>
  );
}
