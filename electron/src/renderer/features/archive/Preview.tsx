import { ArrowRight } from "lucide-react";
import { useMemo } from "react";
import { failureText, useText } from "@/shared/text";
import { Button } from "@/shared/ui";
import { FateMark } from "./FateMark";
import { below, fateOf, going, type Row } from "./model/plan";
import { plan, usePlan } from "./model/planning";
import type { Request } from "./model/request";
import { useArchive } from "./model/store";
import { SLOW_MS, useAutoPlan } from "./useAutoPlan";
import { useWhy } from "./useWhy";

const FEW = 6;

/** The new names of some pictures, the chosen ones where there are any, as the back end would give them. */
export function Preview() {
  const t = useText();
  const key = useAutoPlan(false);
  const { state, rows, error, key: planned, took } = usePlan();
  const watched = useArchive((archive) => archive.watched);
  const shown = useMemo(() => {
    const some = new Set(watched);
    return (some.size > 0 ? rows.filter(({ source }) => some.has(source)) : rows).slice(0, FEW);
  }, [rows, watched]);
  if (key === null) return null;
  const stale = planned !== key;
  return (
    <section aria-label={t("app.archive.preview")} className="flex flex-col gap-2 rounded-lg border border-line p-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium">{t("app.archive.preview")}</h3>
        <p aria-live="polite" className="min-w-0 flex-1 text-muted">
          {state === "failed" && !stale
            ? error && failureText(error)
            : state === "ready"
              ? t("app.archive.preview.count", { count: going(rows), total: rows.length })
              : t("app.archive.preview.busy")}
        </p>
        {stale && state !== "going" && took > SLOW_MS && (
          <Button onPress={() => void plan(JSON.parse(key) as Request)}>{t("app.archive.preview.again")}</Button>
        )}
      </div>
      {state === "ready" && (
        <ul className="flex flex-col">
          {shown.map((row) => (
            <Line key={row.source} row={row} />
          ))}
        </ul>
      )}
      <p className="text-sm text-muted">{t("app.archive.preview.about")}</p>
    </section>
  );
}

function Line({ row }: { row: Row }) {
  const why = useWhy();
  const { folder, kind, target } = useArchive((archive) => archive.draft);
  const fate = fateOf(row);
  const moves = fate === "go" || fate === "partial";
  const root = kind === "move" ? target : folder;
  return (
    <li className="flex min-h-7 items-center gap-2">
      <FateMark fate={fate} />
      <span className="max-w-2/5 min-w-0 truncate text-muted" title={row.source}>
        {below(folder, row.source)}
      </span>
      <ArrowRight size={12} aria-hidden className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate" title={row.target ?? why(row)}>
        {moves && row.target ? below(root, row.target) : <span className="text-muted">{why(row)}</span>}
      </span>
    </li>
  );
}
