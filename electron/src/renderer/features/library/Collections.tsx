import { Download, EllipsisVertical, FolderPlus, Sparkles, Upload } from "lucide-react";
import { useState } from "react";
import { filterValue, useSearch } from "@/features/search";
import { edit, useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import { Button, type Choice, classes, IconButton, Menu, Section } from "@/shared/ui";
import { CollectionEditor } from "./CollectionEditor";
import { type Asked, CollectionRow } from "./CollectionRow";
import { COLLECTION, takes } from "./drag";
import { exportCollections, importCollections } from "./exchange";
import { branches, type Collection, unfolded } from "./model/tree";
import { put } from "./moving";
import { Naming } from "./Naming";

/** The user's collections: choose one to see it, drop pictures on it to add them, it on another to put it inside,
or between two to give it that place. */
export function Collections() {
  const t = useText();
  const [asked, setAsked] = useState<Asked>(null);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [carried, setCarried] = useState<Collection | null>(null);
  const text = useSearch((search) => search.text);
  const { data: query } = useAsk("query_parse", { query: text }, { keep: true });
  const shown = filterValue(query?.parsed.parts ?? [], "in");
  const { data } = useAsk("collection_list", {});
  const all = data?.collections ?? [];
  const rows = branches(all);
  const fold = (id: number) => {
    const next = new Set(folded);
    if (!next.delete(id)) next.add(id);
    setFolded(next);
  };
  const choices: Choice[] = [
    { id: "import", label: t("app.collections.import"), icon: Upload, run: () => void importCollections() },
  ];
  if (rows.length > 0) {
    const run = () => void exportCollections([]);
    choices.push({ id: "export", label: t("app.collections.export"), icon: Download, run });
  }
  return (
    <Section title={t("app.collections")}>
      <div className="-mx-2 flex flex-col">
        {unfolded(rows, folded).map((row) => (
          <CollectionRow
            key={row.collection.id}
            row={row}
            all={all}
            shown={shown === row.path}
            folded={folded.has(row.collection.id)}
            fold={fold}
            carried={carried}
            carry={setCarried}
            ask={setAsked}
          />
        ))}
        {carried && carried.parent !== null && (
          <Top
            drop={() => {
              setCarried(null);
              put(all, carried, { parent: null, before: 0 });
            }}
          />
        )}
      </div>
      <div className="flex flex-wrap gap-1">
        <Button icon={FolderPlus} onPress={() => setAsked({ what: "new", parent: null, query: null })}>
          {t("app.collections.new")}
        </Button>
        <IconButton
          icon={Sparkles}
          label={t("app.collections.smart")}
          isDisabled={text.trim() === ""}
          onPress={() => setAsked({ what: "new", parent: null, query: text })}
        />
        <Menu label={t("app.collections.more_all")} choices={choices}>
          <IconButton icon={EllipsisVertical} label={t("app.collections.more_all")} />
        </Menu>
      </div>
      <New asked={asked} close={() => setAsked(null)} />
      {asked?.what === "change" && (
        <CollectionEditor collection={asked.collection} all={all} onClose={() => setAsked(null)} />
      )}
    </Section>
  );
}

/** Where a collection is dropped to stand in no other; there while one that stands in another is dragged. */
function Top({ drop }: { drop: () => void }) {
  const t = useText();
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has a twin, the place in the collection's own dialog
    <div
      data-collections-top
      onDragOver={(event) => setOver(takes(event, COLLECTION))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classes(
        "mx-2 mt-1 rounded-md border border-dashed border-edge px-2 py-1 text-sm text-muted",
        over && "bg-tint text-ink",
      )}
    >
      {t("app.collections.to_top")}
    </div>
  );
}

function New({ asked, close }: { asked: Asked; close: () => void }) {
  const t = useText();
  const making = asked?.what === "new" ? asked : null;
  const make = (name: string) => {
    const parent = making?.parent ? { parent: making.parent.id } : {};
    const query = making?.query ? { query: making.query } : {};
    void edit("collection_save", { name, ...parent, ...query }, () => t("app.collections.made", { name }));
    close();
  };
  return (
    <Naming
      key={making ? "open" : "closed"}
      open={making !== null}
      title={making?.query ? t("app.collections.smart") : t("app.collections.new")}
      {...(making?.query ? { about: making.query } : {})}
      value=""
      onClose={close}
      onName={make}
    />
  );
}
