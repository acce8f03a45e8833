import { Redo2, Undo2 } from "lucide-react";
import { undo, useAsk } from "@/shared/data";
import { momentText, type TextKey, useLanguage, useText } from "@/shared/text";
import { classes, IconButton } from "@/shared/ui";

const SHOWN = 20;
const KINDS: Record<string, TextKey> = {
  mark: "app.history.mark",
  tag_edit: "app.history.tags",
  tag_import: "app.history.tags",
  tag_merge: "app.history.tags",
  comment_save: "app.history.comment",
  comment_delete: "app.history.comment_gone",
  collection_edit: "app.history.collection",
  sidecar_read: "app.history.sidecar",
  duplicates_merge: "app.history.merged",
  duplicates_mark: "app.history.not_alike",
  package_import: "app.history.package",
};

/** What was changed of a picture, the latest first, each with a way back. */
export function History({ picture }: { picture: number }) {
  const t = useText();
  const language = useLanguage();
  const { data } = useAsk("edit_list", { picture, limit: SHOWN });
  if (!data) return null;
  return (
    <section aria-label={t("app.history")} className="flex flex-col gap-2 p-3 pt-0">
      <h3 className="text-sm text-muted">{t("app.history")}</h3>
      {data.edits.length === 0 && <p className="text-sm text-muted">{t("app.history.none")}</p>}
      <ul className="flex flex-col">
        {data.edits.map(({ id, kind, summary, at, undone_at: undone }) => (
          <li key={id} className={classes("flex min-h-8 items-center gap-2", undone && "text-muted")}>
            <span className="min-w-0 flex-1">
              <span className={classes("block truncate", undone && "line-through")}>
                {[t(KINDS[kind] ?? "app.history.other"), ...told(summary)].join(" · ")}
              </span>
              <time dateTime={at} className="block text-xs text-muted">
                {momentText(at, language)}
              </time>
            </span>
            <IconButton
              icon={undone ? Redo2 : Undo2}
              label={t(undone ? "app.history.redo" : "app.undo")}
              onPress={() => void undo(id, Boolean(undone))}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a change says of itself in few words: ratings and labels, tags that came and went. */
function told(summary: Record<string, unknown>): string[] {
  const { rating, label, add, remove } = summary;
  const list = (value: unknown, sign: string) => (Array.isArray(value) ? value.map((one) => `${sign}${one}`) : []);
  return [
    ...(typeof rating === "number" && rating > 0 ? ["★".repeat(rating)] : []),
    ...(typeof label === "string" ? [label] : []),
    ...list(add, "+"),
    ...list(remove, "−"),
  ].slice(0, 6);
}
