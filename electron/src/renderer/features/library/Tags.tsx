import { EllipsisVertical, Tags as Several, TagIcon } from "lucide-react";
import { type DragEvent, lazy, Suspense, useState } from "react";
import { addTags, droppedPictures, PICTURES } from "@/features/results";
import { change, filterValues, useSearch, withToggled } from "@/features/search";
import { edit, useAsk } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button, type Choice, classes, Field, IconButton, Menu, Rows, Section } from "@/shared/ui";
import { Cloud } from "./Cloud";
import { takes } from "./drag";
import type { Place } from "./manager/TagManager";
import { type Tag, tagRows } from "./model/tree";

const Manager = lazy(() => import("./manager"));
const FEW = 8;

type Open = { place: Place; tag: string | null } | null;

/** The user's tags as a tree, to choose and to give; a cloud of all tags of the search; the way to the tag manager. */
export function Tags() {
  const t = useText();
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<Open>(null);
  const text = useSearch((now) => now.text);
  const { data: parsed } = useAsk("query_parse", { query: text }, { keep: true });
  const chosen = filterValues(parsed?.parsed.parts ?? [], "tag");
  const { data } = useAsk("tag_list", {});
  const tags = data?.tags ?? [];
  const rows = tagRows(tags, search);
  return (
    <>
      <Section title={t("app.tags")}>
        {tags.length > FEW && (
          <Field
            bare
            label={t("app.tags.search")}
            placeholder={t("app.tags.search")}
            value={search}
            onChange={setSearch}
          />
        )}
        <div className="-mx-2">
          <Rows
            label={t("app.tags")}
            count={rows.length}
            keyOf={(at) => rows[at]?.tag.name ?? at}
            row={(at) => {
              const row = rows[at];
              return row && <Item {...row} chosen={chosen.includes(row.tag.name)} open={setOpen} />;
            }}
          />
        </div>
        <div className="flex flex-wrap gap-1">
          <Button icon={Several} onPress={() => setOpen({ place: "tree", tag: null })}>
            {t("app.tags.manage")}
          </Button>
          <More open={setOpen} />
        </div>
      </Section>
      <Section title={t("app.tags.cloud")}>
        <Cloud />
      </Section>
      <Suspense>{open && <Manager {...open} onClose={() => setOpen(null)} />}</Suspense>
    </>
  );
}

/** The pages of the tag manager, by name. */
function More({ open }: { open: (open: Open) => void }) {
  const t = useText();
  const choices: Choice[] = [
    { id: "pictures", label: t("app.tags.pictures"), run: () => open({ place: "pictures", tag: null }) },
    { id: "cloud", label: t("app.tags.cloud"), run: () => open({ place: "cloud", tag: null }) },
    { id: "files", label: t("app.tags.files"), run: () => open({ place: "files", tag: null }) },
  ];
  return (
    <Menu label={t("app.tags.more_all")} choices={choices}>
      <IconButton icon={EllipsisVertical} label={t("app.tags.more_all")} />
    </Menu>
  );
}

interface ItemProps {
  tag: Tag;
  depth: number;
  chosen: boolean;
  open: (open: Open) => void;
}

function Item({ tag, depth, chosen, open }: ItemProps) {
  const t = useText();
  const language = useLanguage();
  const [over, setOver] = useState(false);
  const remove = () => void edit("tag_delete", { tag: tag.name }, () => t("app.tags.deleted", { tag: tag.name }));
  const choices: Choice[] = [
    { id: "edit", label: t("app.tags.edit"), run: () => open({ place: "tree", tag: tag.name }) },
    { id: "delete", label: t("app.tags.delete"), danger: true, run: remove },
  ];
  const drop = (event: DragEvent) => {
    setOver(false);
    addTags([tag.name], droppedPictures(event.dataTransfer));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has a twin, the tags of the chosen pictures
    <div
      data-tag={tag.name}
      onDragOver={(event) => setOver(takes(event, PICTURES))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classes("flex items-center rounded-md hover:bg-hover", (chosen || over) && "bg-tint")}
      style={{ paddingLeft: depth * 12 }}
    >
      <button
        type="button"
        aria-pressed={chosen}
        onClick={() => void change((query) => withToggled(query, "tag", tag.name))}
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
