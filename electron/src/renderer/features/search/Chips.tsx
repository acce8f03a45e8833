import { TriangleAlert } from "lucide-react";
import { useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import { Button, Chip } from "@/shared/ui";
import { FILTER_NAMES } from "./model/names";
import { chipText, without, withoutFilters } from "./model/parts";
import { change, useSearch } from "./model/store";
import { Wells } from "./Wells";

/** What pictures are compared with and the filters of the query, each with a way to take it away. */
export function Chips() {
  const t = useText();
  const { text, wells } = useSearch();
  const { data } = useAsk("query_parse", { query: text }, { keep: true });
  const parsed = data?.parsed;
  const filters = (parsed?.parts ?? [])
    .map((part, at) => ({ part, at }))
    .filter(({ part }) => part.kind === "filter" || part.negated);
  const nameOf = (filter: string) => {
    const name = FILTER_NAMES[filter];
    return name ? t(name) : filter;
  };
  const notes = parsed?.notes ?? [];
  if (!filters.length && !wells.length && !notes.length) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
      <Wells />
      {filters.map(({ part, at }) => (
        <Chip
          key={at}
          onRemove={() => void change((query) => without(query, at))}
          removeLabel={t("app.search.remove", { filter: chipText(part, nameOf) })}
        >
          {chipText(part, nameOf)}
        </Chip>
      ))}
      {filters.length > 1 && (
        <Button look="quiet" onPress={() => void change(withoutFilters)}>
          {t("app.search.remove_all")}
        </Button>
      )}
      {notes.map((note) => (
        <span key={note.text} className="inline-flex items-center gap-1 text-sm text-muted">
          <TriangleAlert size={14} aria-hidden />
          {t("app.search.not_understood", { text: note.text })}
        </span>
      ))}
    </div>
  );
}
