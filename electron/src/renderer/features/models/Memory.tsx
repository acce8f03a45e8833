import { RefreshCw } from "lucide-react";
import { forget, useAsk } from "@/shared/data";
import { bytesText, numberText, useLanguage, useText } from "@/shared/text";
import { Button } from "@/shared/ui";
import { type Stay, stays } from "./model/memory";
import { unload } from "./work";

/** What each model took when it was last in memory, and what is there now. */
export function Memory() {
  const t = useText();
  const { data } = useAsk("models_status", {});
  const rows = data ? stays(data) : [];
  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-2">
        <Button icon={RefreshCw} onPress={() => forget(["models_status"])}>
          {t("app.models.measure")}
        </Button>
        <Button isDisabled={!rows.some(({ resident }) => resident)} onPress={() => void unload()}>
          {t("app.models.unload_all")}
        </Button>
      </div>
      {rows.length === 0 ? <p className="text-muted">{t("app.models.never")}</p> : <Table rows={rows} />}
    </div>
  );
}

function Table({ rows }: { rows: readonly Stay[] }) {
  const t = useText();
  const heads = [
    t("app.models.column.model"),
    t("app.models.column.device"),
    t("app.models.column.before"),
    t("app.models.column.peak"),
    t("app.models.column.now"),
    t("app.models.column.after"),
    t("app.models.column.load"),
    t("app.models.column.calls"),
  ];
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table className="w-full text-sm">
        <thead>
          <tr className="text-left text-xs text-muted">
            {heads.map((head, place) => (
              <th
                key={head}
                scope="col"
                className={place < 2 ? "px-3 py-2 font-normal" : "px-3 py-2 text-right font-normal"}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.model}:${row.precision}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: Stay }) {
  const t = useText();
  const language = useLanguage();
  const size = (bytes: number | null) => (bytes === null ? "–" : bytesText(bytes, language));
  const { memory, card } = row;
  const cells = [memory.before, memory.peak, memory.now, memory.after];
  const cards = [card.before, card.peak, card.now, card.after];
  return (
    <tr data-stay={row.model} className="border-t border-line align-top tabular-nums">
      <th scope="row" className="px-3 py-2 text-left font-normal">
        {row.model}
        <span className="block text-xs text-muted">
          {row.resident ? t("app.models.resident") : t("app.models.not_resident")}
        </span>
      </th>
      <td className="px-3 py-2">
        {row.device || "–"}
        <span className="block text-xs text-muted">{row.precision}</span>
      </td>
      {cells.map((bytes, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
        <td key={place} className="px-3 py-2 text-right">
          {size(bytes)}
          {cards[place] !== null && (
            <span className="block text-xs text-muted">
              {t("app.models.card", { size: size(cards[place] ?? null) })}
            </span>
          )}
        </td>
      ))}
      <td className="px-3 py-2 text-right">
        {row.loadSeconds === null
          ? "–"
          : t("app.models.seconds", { seconds: numberText(Math.round(row.loadSeconds * 10) / 10, language) })}
      </td>
      <td className="px-3 py-2 text-right">{numberText(row.calls, language)}</td>
    </tr>
  );
}
