import { EllipsisVertical, TagIcon } from "lucide-react";
import { useState } from "react";
import { change, filterValues, useSearch, withToggled } from "@/features/search";
import { edit, useAsk } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { classes, Field, IconButton, Menu, Section } from "@/shared/ui";
import { sizes, type Tag, tagRows } from "./model/tree";
import { TagEditor } from "./TagEditor";

const CLOUD = 60;
const SIZES = ["text-xs", "text-sm", "text-base", "text-lg", "text-xl"] as const;

/** The user's tags as a tree, to choose and to keep in order; and a cloud of all tags of the search. */
export function Tags() {
  const t = useText();
  const [search, setSearch] = useState("");
  const [edited, setEdited] = useState<Tag | null>(null);
  const text = useSearch((search) => search.text);
  const { data: parsed } = useAsk("query_parse", { query: text }, { keep: true });
  const chosen = filterValues(parsed?.parsed.parts ?? [], "tag");
  const { data } = useAsk("tag_list", {});
  const { data: counted } = useAsk("tag_cloud", { query: text, limit: CLOUD }, { keep: true });
  const tags = data?.tags ?? [];
  const choose = (tag: string) => void change((query) => withToggled(query, "tag", tag));
  return (
    <>
      {tags.length > 0 && (
        <Section title={t("app.tags")}>
          <Field
            bare
            label={t("app.tags.search")}
            placeholder={t("app.tags.search")}
            value={search}
            onChange={setSearch}
          />
          <div className="-mx-2 flex flex-col">
            {tagRows(tags, search).map(({ tag, depth }) => (
              <Item
                key={tag.name}
                tag={tag}
                depth={depth}
                chosen={chosen.includes(tag.name)}
                choose={choose}
                change={() => setEdited(tag)}
              />
            ))}
          </div>
        </Section>
      )}
      {(counted?.tags.length ?? 0) > 0 && (
        <Section title={t("app.tags.cloud")}>
          <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            {sizes(counted?.tags ?? []).map(({ tag, kind, files, size }) => (
              <button
                key={`${kind} ${tag}`}
                type="button"
                aria-pressed={chosen.includes(tag)}
                aria-label={t("app.tags.with", { tag, count: files })}
                onClick={() => choose(tag)}
                className={classes(
                  "rounded-sm hover:text-accent",
                  SIZES[size],
                  chosen.includes(tag) ? "text-accent underline" : "text-ink",
                )}
              >
                {tag}
              </button>
            ))}
          </div>
        </Section>
      )}
      {edited && <TagEditor tag={edited} tags={tags} onClose={() => setEdited(null)} />}
    </>
  );
}

interface ItemProps {
  tag: Tag;
  depth: number;
  chosen: boolean;
  choose: (tag: string) => void;
  change: () => void;
}

function Item({ tag, depth, chosen, choose, change: open }: ItemProps) {
  const t = useText();
  const language = useLanguage();
  const remove = () => void edit("tag_delete", { tag: tag.name }, () => t("app.tags.deleted", { tag: tag.name }));
  const choices = [
    { id: "edit", label: t("app.tags.edit"), run: open },
    { id: "delete", label: t("app.tags.delete"), danger: true, run: remove },
  ];
  return (
    <div
      className={classes("flex items-center rounded-md hover:bg-hover", chosen && "bg-tint")}
      style={{ paddingLeft: depth * 12 }}
    >
      <button
        type="button"
        aria-pressed={chosen}
        onClick={() => choose(tag.name)}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 px-2 text-left"
      >
        <TagIcon size={14} aria-hidden className="shrink-0 text-muted" style={tag.color ? { color: tag.color } : {}} />
        <span className="truncate">{tag.name}</span>
        <span className="ml-auto text-sm text-muted tabular-nums">{numberText(tag.files, language)}</span>
      </button>
      <Menu label={t("app.tags.more", { tag: tag.name })} choices={choices}>
        <IconButton icon={EllipsisVertical} label={t("app.tags.more", { tag: tag.name })} />
      </Menu>
    </div>
  );
}
