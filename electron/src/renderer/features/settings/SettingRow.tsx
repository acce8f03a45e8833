import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useScreen } from "@/shared/screens";
import { type Failure, numberText, type TextKey, type Translate, useLanguage, useText } from "@/shared/text";
import { Button, FailureNote, IconButton } from "@/shared/ui";
import { Control } from "./Control";
import type { Line, Value } from "./model/lines";
import { CHOICES, WORDS } from "./model/words";
import { save } from "./save";

const LATER: Record<Line["counts"], TextKey | null> = {
  now: null,
  run: "app.settings.counts.run",
  restart: "app.settings.counts.restart",
};

/** One setting: what it is for, what it is now, where that comes from, and the way back to its default. */
export function SettingRow({ line }: { line: Line }) {
  const t = useText();
  const language = useLanguage();
  const [problem, setProblem] = useState<string | Failure | null>(null);
  const words = WORDS[line.key];
  const label = words ? t(words.label) : line.key;
  const keep = async (value: Value) => setProblem(await save(line, value));
  const changed = line.source !== "default" && line.locked === "";
  const later = LATER[line.counts];
  return (
    <div
      data-setting={line.key}
      className="flex flex-wrap items-start gap-x-6 gap-y-2 border-t border-line py-3 first:border-t-0"
    >
      <div className="min-w-64 flex-1">
        <p>{label}</p>
        <p className="max-w-prose text-sm text-muted">{words && t(words.help)}</p>
        <p className="mt-1 flex flex-wrap gap-x-3 text-xs text-muted">
          {rangeText(line, t, language)}
          {later && <span>{t(later)}</span>}
          <Origin line={line} />
        </p>
        {problem && (
          <div role="alert" className="mt-1 text-sm break-words text-danger">
            {typeof problem === "string" ? problem : <FailureNote failure={problem} />}
          </div>
        )}
      </div>
      <div className="flex w-80 max-w-full items-start gap-1">
        <div
          className={
            words?.unit || line.kind === "integer" || line.kind === "number" ? "w-32 shrink-0" : "min-w-0 flex-1"
          }
        >
          {line.locked ? (
            <Locked line={line} />
          ) : (
            <Control line={line} label={label} save={(value) => void keep(value)} />
          )}
        </div>
        {words?.unit && <span className="px-1 text-sm leading-8 text-muted">{t(words.unit)}</span>}
        <div className="ml-auto size-8 shrink-0">
          {changed && (
            <IconButton
              icon={RotateCcw}
              label={t("app.settings.reset", { name: label })}
              onPress={() => void keep(null)}
            />
          )}
        </div>
      </div>
    </div>
  );
}

function Origin({ line }: { line: Line }) {
  const t = useText();
  if (line.source === "file") return <span>{t("app.settings.from.file")}</span>;
  if (line.source === "library") return <span>{t("app.settings.from.library")}</span>;
  if (line.source !== "environment") return null;
  return (
    <span className="text-ink">
      {t("app.settings.from.environment", { variable: line.variable })}. {t("app.settings.locked")}
    </span>
  );
}

/** A value that cannot be changed here. */
function Locked({ line }: { line: Line }) {
  const t = useText();
  const told = toldValue(line.value, t) || "–";
  return (
    <div className="flex flex-col items-start gap-2">
      <span data-selectable className="max-w-full py-1 break-words">
        {told}
      </span>
      {line.locked === "models" && (
        <Button onPress={() => useScreen.getState().show("models")}>{t("app.settings.by_models")}</Button>
      )}
    </div>
  );
}

function toldValue(value: Value, t: Translate): string {
  if (typeof value === "boolean") return value ? t("app.settings.on") : t("app.settings.off");
  if (Array.isArray(value)) return value.join(", ");
  const key = CHOICES[`${value}`];
  return key ? t(key) : `${value ?? ""}`;
}

function rangeText({ least, above, most }: Line, t: Translate, language: string) {
  if (least === null) return null;
  const told = numberText(least, language);
  if (most !== null) return <span>{t("app.settings.range", { least: told, most: numberText(most, language) })}</span>;
  if (above) return <span>{t("app.settings.above", { least: told })}</span>;
  return least > 0 ? <span>{t("app.settings.least", { least: told })}</span> : null;
}
