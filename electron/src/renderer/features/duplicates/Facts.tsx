import { useAsk } from "@/shared/data";
import { bytesText, folderOf, momentText, nameOf, type TextKey, useLanguage, useText } from "@/shared/text";
import { classes, Stars } from "@/shared/ui";
import type { Fact } from "./model/differing";
import type { Duplicate } from "./model/types";

const LABELS: Record<Fact, TextKey> = {
  name: "app.name",
  folder: "app.duplicates.fact.folder",
  format: "app.duplicates.fact.format",
  resolution: "app.duplicates.fact.resolution",
  bytes: "app.duplicates.fact.bytes",
  date: "app.duplicates.fact.date",
  rating: "app.rating",
  tags: "app.duplicates.fact.tags",
  collections: "app.collections",
  comments: "app.duplicates.fact.comments",
};

interface Props {
  picture: Duplicate;
  differing: ReadonlySet<Fact>;
  /** How it is a duplicate; empty for the one that the others are compared with. */
  how: string;
}

/** What is known of a picture; what is not the same in all of its group stands out. */
export function Facts({ picture, differing, how }: Props) {
  const t = useText();
  const language = useLanguage();
  const names = useCollectionNames();
  const { path, format, layers, width, height, bytes, date_ms, rating, user_tags, collections, comments, noted } =
    picture;
  const words = [
    ...(comments > 0 ? [t("app.duplicates.fact.comment_count", { count: comments })] : []),
    ...(noted ? [t("app.duplicates.fact.note")] : []),
  ].join(", ");
  const layered = layers ? ` · ${t("app.duplicates.fact.layers", { count: layers })}` : "";
  return (
    <dl className="grid min-w-0 grid-cols-[minmax(0,auto)_minmax(0,1fr)_auto] gap-x-2 px-2 pt-2 text-sm">
      <Line fact="name" wide differs={differing.has("name")} text={nameOf(path)} />
      <Line fact="folder" wide differs={differing.has("folder")} text={folderOf(path)} fromEnd />
      <Line fact="resolution" differs={differing.has("resolution")} text={width ? `${width} × ${height}` : "–"} />
      <Line fact="format" differs={differing.has("format")} text={`${(format ?? "–").toUpperCase()}${layered}`} />
      <Line fact="bytes" right differs={differing.has("bytes")} text={bytesText(bytes, language)} />
      <Line fact="date" half differs={differing.has("date")} text={momentText(date_ms, language)} />
      <div>
        <dt className="sr-only">{t(LABELS.rating)}</dt>
        <dd className="flex h-5 items-center justify-end">{rating ? <Stars value={rating} size={11} /> : null}</dd>
      </div>
      <Line fact="tags" wide differs={differing.has("tags")} text={user_tags.map((tag) => `#${tag}`).join(" ")} />
      <Line
        fact="collections"
        differs={differing.has("collections")}
        text={collections.map((one) => names.get(one) ?? `${one}`).join(", ")}
      />
      <Line fact="comments" differs={differing.has("comments")} text={words} />
      <div>
        <dt className="sr-only">{t("app.duplicates.fact.how")}</dt>
        <dd className="h-5 truncate text-right text-muted">{how}</dd>
      </div>
    </dl>
  );
}

interface LineProps {
  fact: Fact;
  text: string;
  differs: boolean;
  wide?: boolean;
  half?: boolean;
  right?: boolean;
  /** Where it is too long, its end is shown: of paths that says more. */
  fromEnd?: boolean;
}

function Line({ fact, text, differs, wide, half, right, fromEnd }: LineProps) {
  const t = useText();
  return (
    <div className={classes("min-w-0", wide && "col-span-3", half && "col-span-2")}>
      <dt className="sr-only">{t(LABELS[fact])}</dt>
      <dd
        title={text}
        data-differs={differs}
        className={classes(
          "h-5 truncate",
          right ? "text-right" : "text-left",
          differs ? "font-medium text-ink" : "text-muted",
        )}
        {...(fromEnd ? { dir: "rtl" } : {})}
      >
        {fromEnd ? <bdi dir="ltr">{text}</bdi> : text}
      </dd>
    </div>
  );
}

/** The names of the collections by their numbers. */
export function useCollectionNames(): Map<number, string> {
  const { data } = useAsk("collection_list", {});
  return new Map((data?.collections ?? []).map(({ id, name }) => [id, name]));
}
