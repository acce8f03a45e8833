import { TriangleAlert } from "lucide-react";
import { bridge } from "@/shared/bridge";
import { useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import { Button, Chip } from "@/shared/ui";
import { chipText, without, withoutFilters } from "./model/parts";
import { change, useSearch } from "./model/store";

/** The filters of the query and the pictures that it compares with, each with a way to take it away. */
export function Chips() {
  const t = useText();
  const { text, like, image, byLike, byImage } = useSearch();
  const { data } = useAsk("query_parse", { query: text }, { keep: true });
  const parsed = data?.parsed;
  const filters = (parsed?.parts ?? [])
    .map((part, at) => ({ part, at }))
    .filter(({ part }) => part.kind === "filter" || part.negated);
  const notes = parsed?.notes ?? [];
  if (!filters.length && !like && !image && !notes.length) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
      {like && (
        <Reference
          shown={like.digest ? bridge.thumb(like.digest) : ""}
          label={t("app.search.like")}
          onRemove={() => byLike(null)}
        />
      )}
      {image && <Reference shown={image.shown} label={t("app.search.image")} onRemove={() => byImage(null)} />}
      {filters.map(({ part, at }) => (
        <Chip
          key={chipText(part)}
          onRemove={() => void change((query) => without(query, at))}
          removeLabel={t("app.search.remove", { filter: chipText(part) })}
        >
          {chipText(part)}
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

function Reference({ shown, label, onRemove }: { shown: string; label: string; onRemove: () => void }) {
  const t = useText();
  return (
    <Chip onRemove={onRemove} removeLabel={t("app.search.remove", { filter: label })} selected>
      <span className="inline-flex items-center gap-1">
        {shown && <img src={shown} alt="" className="size-4 rounded-sm object-cover" />}
        {label}
      </span>
    </Chip>
  );
}
