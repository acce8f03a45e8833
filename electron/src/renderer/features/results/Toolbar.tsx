import { ArrowDownWideNarrow, ArrowUpNarrowWide, Grid2x2, Grid3x3, List, SlidersHorizontal } from "lucide-react";
import { memo } from "react";
import { change, useSearch, withSort } from "@/features/search";
import { useAsk } from "@/shared/data";
import { useSettings, VIEWS, type View } from "@/shared/settings";
import { numberText, type TextKey, useLanguage, useText } from "@/shared/text";
import { IconButton, IconToggle, Panel, Select, Slider } from "@/shared/ui";
import type { Results } from "./useResults";
import { Weighing } from "./Weighing";

const SORTS = ["relevance", "date", "name", "rating", "size", "added", "bytes", "random", "manual"] as const;
type Sort = (typeof SORTS)[number];
const SORT_TEXTS: Record<Sort, TextKey> = {
  relevance: "app.sort.relevance",
  date: "app.sort.date",
  name: "app.sort.name",
  rating: "app.sort.rating",
  size: "app.sort.size",
  added: "app.sort.added",
  bytes: "app.sort.bytes",
  random: "app.sort.random",
  manual: "app.sort.manual",
};
const VIEW_ICONS = { grid: Grid2x2, list: List, compact: Grid3x3 } as const;
export const VIEW_TEXTS: Record<View, TextKey> = {
  grid: "app.view.grid",
  list: "app.view.list",
  compact: "app.view.compact",
};
export const VIEW_KEYS: Record<View, string> = { grid: "alt+1", list: "alt+2", compact: "alt+3" };

/** How many were found, their order, how they are shown. */
export function Toolbar({ results }: { results: Results }) {
  const t = useText();
  const language = useLanguage();
  const count = results.total;
  const among = results.first?.among;
  return (
    <div
      role="toolbar"
      aria-label={t("app.results.tools")}
      className="@container flex h-11 items-center gap-2 border-b border-line px-3"
    >
      <output aria-live="polite" data-total={count} className="min-w-0 truncate text-muted tabular-nums">
        {results.first && t("app.results.count", { count, number: numberText(count, language) })}
        {among != null && count > 0 && (
          <span title={t("app.results.among_about")} data-among={among}>
            {` ${t("app.results.among", { number: numberText(among, language) })}`}
          </span>
        )}
      </output>
      <Tools />
    </div>
  );
}

/** What does not follow the results. */
const Tools = memo(function Tools() {
  const t = useText();
  const { view, tile, set } = useSettings();
  return (
    <div className="ml-auto flex items-center gap-1">
      <Sorting />
      <Panel label={t("app.weights")} body={() => <Weighing />}>
        <IconButton icon={SlidersHorizontal} label={t("app.weights")} />
      </Panel>
      {view !== "list" && (
        <div className="@max-lg:hidden">
          <Slider
            bare
            label={t("app.view.size")}
            value={tile}
            least={96}
            most={384}
            step={8}
            onChange={(next) => set({ tile: next })}
          />
        </div>
      )}
      {VIEWS.map((one) => (
        <IconToggle
          key={one}
          icon={VIEW_ICONS[one]}
          label={t(VIEW_TEXTS[one])}
          action={`view.${one}`}
          isSelected={view === one}
          onChange={() => set({ view: one })}
        />
      ))}
    </div>
  );
});

function Sorting() {
  const text = useSearch((search) => search.text);
  const { data } = useAsk("query_parse", { query: text }, { keep: true });
  const { by = "relevance", descending } = data?.parsed.sort ?? {};
  // Only a collection has an order of the user's own.
  const within = by === "manual" || (data?.parsed.parts ?? []).some(({ name }) => name === "in");
  return <Order by={by} descending={descending ?? false} within={within} />;
}

interface OrderProps {
  by: string;
  descending: boolean;
  within: boolean;
}

const Order = memo(function Order({ by: named, descending, within }: OrderProps) {
  const t = useText();
  const by = SORTS.find((one) => one === named) ?? "relevance";
  const offered = SORTS.filter((one) => one !== "manual" || within);
  const options = offered.map((value) => ({ value, label: t(SORT_TEXTS[value]) }));
  const choose = (next: Sort) => {
    const seed = next === "random" ? { seed: 1 + Math.floor(Math.random() * 99_999) } : {};
    void change((query) => withSort(query, next === "relevance" ? null : { by: next, ...seed }));
  };
  return (
    <>
      <Select bare label={t("app.sort")} value={by} options={options} onChange={choose} />
      {by !== "random" && by !== "relevance" && by !== "manual" && (
        <IconButton
          icon={descending ? ArrowDownWideNarrow : ArrowUpNarrowWide}
          label={descending ? t("app.sort.descending") : t("app.sort.ascending")}
          onPress={() => void change((query) => withSort(query, { by, descending: !descending }))}
        />
      )}
    </>
  );
});
