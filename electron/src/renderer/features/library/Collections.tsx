import { Download, EllipsisVertical, FolderHeart, FolderPlus, Sparkles, Upload } from "lucide-react";
import { type DragEvent, useState } from "react";
import { addTo, droppedPictures, PICTURES } from "@/features/results";
import { change, filterValue, useSearch, withValue } from "@/features/search";
import { edit, useAsk } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button, classes, IconButton, Menu, Section } from "@/shared/ui";
import { exportCollections, importCollections } from "./exchange";
import { type Branch, branches, type Collection } from "./model/tree";
import { Naming } from "./Naming";

type Asked = { what: "new"; parent: Collection | null } | { what: "rename"; collection: Collection } | null;

/** The user's collections: choose one to see it, drop pictures on it to add them. */
export function Collections() {
  const t = useText();
  const [asked, setAsked] = useState<Asked>(null);
  const { data } = useAsk("collection_list", {});
  const rows = branches(data?.collections ?? []);
  const name = (told: string) => {
    if (asked?.what === "rename") {
      void edit("collection_save", { collection: asked.collection.id, name: told }, () =>
        t("app.collections.renamed", { name: told }),
      );
    } else if (asked) {
      const parent = asked.parent ? { parent: asked.parent.id } : {};
      void edit("collection_save", { name: told, ...parent }, () => t("app.collections.made", { name: told }));
    }
    setAsked(null);
  };
  return (
    <Section title={t("app.collections")}>
      <div className="-mx-2 flex flex-col">
        {rows.map((row) => (
          <Item key={row.collection.id} row={row} ask={setAsked} />
        ))}
      </div>
      <div className="flex gap-1">
        <Button icon={FolderPlus} onPress={() => setAsked({ what: "new", parent: null })}>
          {t("app.collections.new")}
        </Button>
        <IconButton icon={Upload} label={t("app.collections.import")} onPress={() => void importCollections()} />
        {rows.length > 0 && (
          <IconButton icon={Download} label={t("app.collections.export")} onPress={() => void exportCollections([])} />
        )}
      </div>
      <Naming
        key={asked ? "open" : "closed"}
        open={asked !== null}
        title={asked?.what === "rename" ? t("app.collections.rename") : t("app.collections.new")}
        value={asked?.what === "rename" ? asked.collection.name : ""}
        onClose={() => setAsked(null)}
        onName={name}
      />
    </Section>
  );
}

function Item({ row: { collection, depth, path }, ask: setAsked }: { row: Branch; ask: (asked: Asked) => void }) {
  const t = useText();
  const language = useLanguage();
  const [over, setOver] = useState(false);
  const text = useSearch((search) => search.text);
  const { data } = useAsk("query_parse", { query: text }, { keep: true });
  const chosen = filterValue(data?.parsed.parts ?? [], "in") === path;
  const drag = (event: DragEvent) => {
    if (collection.query !== null || !event.dataTransfer.types.includes(PICTURES)) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    addTo(collection, droppedPictures(event.dataTransfer));
  };
  const Icon = collection.query === null ? FolderHeart : Sparkles;
  const choices = [
    { id: "inside", label: t("app.collections.inside"), run: () => setAsked({ what: "new", parent: collection }) },
    { id: "rename", label: t("app.collections.rename"), run: () => setAsked({ what: "rename", collection }) },
    { id: "export", label: t("app.collections.export_this"), run: () => void exportCollections([collection.id]) },
    {
      id: "delete",
      label: t("app.collections.delete"),
      danger: true,
      run: () => void forget(collection, t("app.collections.deleted", { name: collection.name })),
    },
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has a twin, the menu of the chosen pictures
    <div
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      data-collection={collection.name}
      className={classes("flex items-center rounded-md hover:bg-hover", (chosen || over) && "bg-tint")}
      style={{ paddingLeft: depth * 12 }}
    >
      <button
        type="button"
        aria-pressed={chosen}
        onClick={() => void change((query) => withValue(query, "in", chosen ? null : path))}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 px-2 text-left"
      >
        <Icon size={14} aria-hidden className="shrink-0 text-muted" />
        <span className="truncate">{collection.name}</span>
        <span className="ml-auto text-sm text-muted tabular-nums">{numberText(collection.total, language)}</span>
      </button>
      <Menu label={t("app.collections.more", { name: collection.name })} choices={choices}>
        <IconButton icon={EllipsisVertical} label={t("app.collections.more", { name: collection.name })} />
      </Menu>
    </div>
  );
}

async function forget(collection: Collection, told: string): Promise<void> {
  await edit("collection_delete", { collection: collection.id }, () => told);
}
