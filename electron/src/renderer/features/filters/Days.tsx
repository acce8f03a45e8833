import type { QueryPart } from "@contract";
import { useState } from "react";
import { change, filterValue, withValue } from "@/features/search";
import { numberText, type TextKey, useLanguage, useText } from "@/shared/text";
import { classes, Field, Select } from "@/shared/ui";
import { bars } from "./model/months";
import { readRange, writeRange } from "./model/ranges";

const KINDS = ["date", "taken", "modified", "added"] as const;
type Kind = (typeof KINDS)[number];
const KIND_TEXTS: Record<Kind, TextKey> = {
  date: "app.days.date",
  taken: "app.days.taken",
  modified: "app.days.modified",
  added: "app.days.added",
};
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** From one day to another, by the date that is meant; the bars say when there are pictures, and choose. */
export function Days({
  parts,
  months,
}: {
  parts: readonly QueryPart[];
  months: readonly { value: string; files: number }[];
}) {
  const t = useText();
  const used = KINDS.find((kind) => filterValue(parts, kind) !== null);
  const [chosen, setChosen] = useState<Kind>("date");
  const kind = used ?? chosen;
  const value = filterValue(parts, kind);
  const { from, to } = readRange(value);
  const set = (next: string | null) => void change((query) => withValue(query, kind, next));
  const choose = (next: Kind) => {
    setChosen(next);
    if (value !== null)
      void change((query) => withValue({ ...query, parts: withValue(query, kind, null).parts ?? [] }, next, value));
  };
  const day = (text: string | null) => (text && DAY.test(text) ? text : "");
  return (
    <>
      <Select
        bare
        label={t("app.days.kind")}
        value={kind}
        options={KINDS.map((one) => ({ value: one, label: t(KIND_TEXTS[one]) }))}
        onChange={choose}
      />
      <Histogram months={months} value={value} choose={(next) => set(next === value ? null : next)} />
      <div className="flex flex-col gap-2">
        <Field
          type="date"
          label={t("app.days.from")}
          value={day(from)}
          onChange={(next) => set(writeRange({ from: next || null, to }))}
        />
        <Field
          type="date"
          label={t("app.days.to")}
          value={day(to)}
          onChange={(next) => set(writeRange({ from, to: next || null }))}
        />
      </div>
    </>
  );
}

interface HistogramProps {
  months: readonly { value: string; files: number }[];
  value: string | null;
  choose: (value: string) => void;
}

function Histogram({ months, value, choose }: HistogramProps) {
  const t = useText();
  const language = useLanguage();
  const made = bars(months);
  if (made.length < 2) return null;
  return (
    <fieldset aria-label={t("app.days.histogram")}>
      <div className="flex h-12 items-end gap-px">
        {made.map((bar) => (
          <button
            key={bar.value}
            type="button"
            disabled={bar.files === 0}
            aria-pressed={bar.value === value}
            aria-label={t("app.days.bar", {
              when: bar.value,
              count: bar.files,
              number: numberText(bar.files, language),
            })}
            title={`${bar.value} · ${numberText(bar.files, language)}`}
            onClick={() => choose(bar.value)}
            className="group flex h-full min-w-0 flex-1 items-end"
          >
            <span
              className={classes(
                "w-full rounded-t-xs",
                bar.value === value ? "bg-accent" : "bg-edge group-hover:bg-accent",
              )}
              style={{ height: bar.files ? `${Math.max(bar.height, 0.06) * 100}%` : 0 }}
            />
          </button>
        ))}
      </div>
    </fieldset>
  );
}
