import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronRight } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { errorText, folderOf, nameOf, numberText, remedyText, useLanguage, useText } from "../text";
import { Check, classes } from "../ui";
import { byReason, type Reasoned, type ReasonRow, reasonRows } from "./reasons";

const ROW = 40;
const HEAD = 32;
const REMEDY = 24;
const MOST_OPEN = 12;

/** Things that could not be done by their reasons; each reason unfolds to its files, however many they are. */
export function ProblemList({ problems, label }: { problems: readonly Reasoned[]; label: string }) {
  const t = useText();
  const language = useLanguage();
  const [detailed, setDetailed] = useState(false);
  const groups = useMemo(() => byReason(problems), [problems]);
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const open = useMemo(() => {
    // Few problems are open from the start, and stay closed when they were closed.
    const usual = problems.length <= MOST_OPEN;
    return new Set(groups.map(({ code }) => code).filter((code) => turned.has(code) !== usual));
  }, [groups, problems.length, turned]);
  const rows = useMemo(() => reasonRows(groups, open), [groups, open]);
  const scroller = useRef<HTMLElement>(null);
  const windowed = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => heightOf(rows[at]),
    overscan: 8,
  });
  const turn = (code: string) =>
    setTurned((before) => {
      const after = new Set(before);
      if (!after.delete(code)) after.add(code);
      return after;
    });
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section ref={scroller} aria-label={label} tabIndex={0} className="max-h-72 overflow-auto rounded-md">
        <div className="relative w-full" style={{ height: windowed.getTotalSize() }}>
          {windowed.getVirtualItems().map(({ index, start, size }) => {
            const row = rows[index];
            if (!row) return null;
            const place = { transform: `translateY(${start}px)`, height: size };
            if ("head" in row) {
              return (
                <button
                  key={row.head}
                  type="button"
                  aria-expanded={row.open}
                  onClick={() => turn(row.head)}
                  style={place}
                  className="absolute inset-x-0 top-0 flex items-center gap-2 rounded-md px-1 text-left hover:bg-hover"
                >
                  <ChevronRight
                    size={14}
                    aria-hidden
                    className={classes("shrink-0 text-muted", row.open && "rotate-90")}
                  />
                  <span className="min-w-0 truncate">
                    {row.head === "other" ? t("app.problems.other") : errorText(row.head)}
                  </span>
                  <span className="text-sm text-muted tabular-nums">{numberText(row.count, language)}</span>
                </button>
              );
            }
            if ("remedy" in row) {
              const remedy = row.remedy === "other" ? t("app.problems.other_about") : remedyText(row.remedy);
              return (
                <p
                  key={`! ${row.remedy}`}
                  title={remedy}
                  style={place}
                  className="absolute inset-x-0 top-0 truncate pl-6 text-sm"
                >
                  {remedy}
                </p>
              );
            }
            const { path, reason } = row.problem;
            return (
              <div
                key={`${path} ${index}`}
                data-selectable
                style={place}
                className="absolute inset-x-0 top-0 pl-6"
                title={`${path}\n${reason}`}
              >
                <p className="truncate">{nameOf(path)}</p>
                <p lang={detailed ? "en" : undefined} className="truncate text-sm text-muted">
                  {detailed ? reason : folderOf(path)}
                </p>
              </div>
            );
          })}
        </div>
      </section>
      <Check selected={detailed} onChange={setDetailed}>
        <span className="text-sm text-muted">{t("app.problems.show_details")}</span>
      </Check>
    </div>
  );
}

function heightOf(row: ReasonRow | undefined): number {
  if (row && "head" in row) return HEAD;
  return row && "remedy" in row ? REMEDY : ROW;
}
