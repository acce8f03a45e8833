import type { QueryPart } from "@contract";
import { type PointerEvent, useState } from "react";
import { change, filterValue, withValue } from "@/features/search";
import { numberText, type TextKey, useLanguage, useText } from "@/shared/text";
import { classes, Field, Select } from "@/shared/ui";
import { bars, rangeOf, touches } from "./model/months";
import { type Range, readRange, writeRange } from "./model/ranges";
import { useCounts } from "./useCounts";

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
export function Days({ parts }: { parts: readonly QueryPart[] | undefined }) {
  const t = useText();
  const used = KINDS.find((one) => filterValue(parts ?? [], one) !== null);
  const [chosen, setChosen] = useState<Kind>("date");
  const kind = used ?? chosen;
  const value = filterValue(parts ?? [], kind);
  const { from, to } = readRange(value);
  const counts = useCounts(parts, kind);
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
      <Histogram
        months={counts[kind] ?? counts.date ?? []}
        range={{ from, to }}
        choose={(next) => set(next === value ? null : next)}
      />
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
  range: Range;
  choose: (value: string) => void;
}

/** When there are pictures: a press chooses a bar, a drag over several or Shift all from one to another. */
function Histogram({ months, range, choose }: HistogramProps) {
  const t = useText();
  const language = useLanguage();
  const [drawn, setDrawn] = useState<{ from: string; to: string } | null>(null);
  const [last, setLast] = useState<string | null>(null);
  const made = bars(months);
  if (made.length < 2) return null;
  const marked = drawn ? readRange(rangeOf(drawn.from, drawn.to)) : range;
  const begin = (event: PointerEvent, bar: string) => {
    if (event.button !== 0) return;
    // The pointer goes on over the other bars.
    event.currentTarget.releasePointerCapture(event.pointerId);
    setDrawn({ from: bar, to: bar });
  };
  const end = () => {
    if (drawn && drawn.from !== drawn.to) choose(rangeOf(drawn.from, drawn.to));
    setDrawn(null);
  };
  const press = (bar: string, reach: boolean) => {
    choose(reach && last ? rangeOf(last, bar) : bar);
    setLast(bar);
  };
  return (
    <fieldset aria-label={t("app.days.histogram")} onPointerLeave={() => setDrawn(null)}>
      <div className="flex h-12 items-end gap-px">
        {made.map((bar) => (
          <button
            key={bar.value}
            type="button"
            tabIndex={bar.files ? 0 : -1}
            aria-pressed={touches(bar.value, marked)}
            aria-label={t("app.days.bar", {
              when: bar.value,
              count: bar.files,
              number: numberText(bar.files, language),
            })}
            title={`${bar.value} · ${numberText(bar.files, language)}`}
            onPointerDown={(event) => begin(event, bar.value)}
            onPointerEnter={() => drawn && setDrawn({ ...drawn, to: bar.value })}
            onPointerUp={end}
            onClick={(event) => press(bar.value, event.shiftKey)}
            className="group flex h-full min-w-0 flex-1 items-end"
          >
            <span
              className={classes(
                "w-full rounded-t-xs",
                touches(bar.value, marked) ? "bg-accent" : "bg-edge group-hover:bg-accent",
              )}
              style={{ height: bar.files ? `${Math.max(bar.height, 0.06) * 100}%` : 0 }}
            />
          </button>
        ))}
      </div>
      <div aria-hidden className="flex justify-between text-xs text-muted tabular-nums">
        <span>{made[0]?.value}</span>
        <span>{made.at(-1)?.value}</span>
      </div>
    </fieldset>
  );
}
