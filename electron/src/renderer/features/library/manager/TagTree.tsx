import { Plus, TagIcon } from "lucide-react";
import { type DragEvent, useState } from "react";
import { edit, useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import { Blank, Button, Check, classes, Field, Rows } from "@/shared/ui";
import { droppedTags, TAGS, takes } from "../drag";
import { chosenBy } from "../model/tags";
import { type Tag, tagRows } from "../model/tree";
import { hang } from "./moving";
import { OneTag } from "./OneTag";
import { SeveralTags } from "./SeveralTags";
import { TagRow } from "./TagRow";

/** The tags as a tree to choose from and to drag into another shape, and beside it what can be done with the chosen. */
export function TagTree({ tag }: { tag: string | null }) {
  const t = useText();
  const [search, setSearch] = useState("");
  const [unused, setUnused] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(tag === null ? [] : [tag]));
  const { data } = useAsk("tag_list", {});
  const tags = data?.tags ?? [];
  const listed = unused ? tags.filter(({ files }) => files === 0) : tags;
  const rows = tagRows(listed, search);
  const some = tags.filter(({ name }) => chosen.has(name));
  const move = (names: string[], parent: string) =>
    void hang(tags, names, parent, (count) => {
      const place = { count, tag: parent };
      return parent ? t("app.tags.moved", place) : t("app.tags.moved_top", place);
    });
  return (
    <div className="flex h-full min-h-0">
      <div className="flex w-80 shrink-0 flex-col gap-2 border-r border-line p-3">
        <div className="flex flex-col gap-1">
          <Field
            bare
            label={t("app.tags.search")}
            placeholder={t("app.tags.search")}
            value={search}
            onChange={setSearch}
          />
          <Check selected={unused} onChange={setUnused}>
            {t("app.tags.unused")}
          </Check>
        </div>
        <Rows
          fill
          label={t("app.tags")}
          count={rows.length}
          keyOf={(at) => rows[at]?.tag.name ?? at}
          row={(at) => {
            const row = rows[at];
            return (
              row && (
                <TagRow
                  tag={row.tag}
                  depth={row.depth}
                  chosen={chosen}
                  choose={(more) => setChosen(chosenBy(chosen, row.tag.name, more))}
                  drop={(names) => move(names, row.tag.name)}
                />
              )
            );
          }}
        />
        {tags.some(({ parent }) => parent !== null) && <Top drop={(names) => move(names, "")} />}
        <NewTag made={(name) => setChosen(new Set([name]))} />
      </div>
      <div className="min-w-0 flex-1 overflow-auto p-4">
        <Chosen some={some} tags={tags} choose={(names) => setChosen(new Set(names))} />
      </div>
    </div>
  );
}

function Chosen({
  some,
  tags,
  choose,
}: {
  some: readonly Tag[];
  tags: readonly Tag[];
  choose: (names: string[]) => void;
}) {
  const t = useText();
  const [first] = some;
  if (tags.length === 0) {
    return (
      <Blank icon={TagIcon} title={t("app.tags.none")}>
        <p>{t("app.tags.none_about")}</p>
      </Blank>
    );
  }
  if (!first) {
    return (
      <Blank icon={TagIcon} title={t("app.tags.choose")}>
        <p>{t("app.tags.choose_about")}</p>
      </Blank>
    );
  }
  if (some.length > 1) return <SeveralTags some={some} tags={tags} choose={choose} />;
  return <OneTag tag={first} tags={tags} choose={choose} />;
}

/** Where tags are dropped to hang below no other. */
function Top({ drop }: { drop: (names: string[]) => void }) {
  const t = useText();
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has a twin, the field of the tag above
    <div
      data-tags-top
      onDragOver={(event) => setOver(takes(event, TAGS))}
      onDragLeave={() => setOver(false)}
      onDrop={(event: DragEvent) => {
        setOver(false);
        drop(droppedTags(event));
      }}
      className={classes(
        "rounded-md border border-dashed border-line px-2 py-1 text-sm text-muted",
        over && "border-edge bg-tint text-ink",
      )}
    >
      {t("app.tags.to_top")}
    </div>
  );
}

function NewTag({ made }: { made: (name: string) => void }) {
  const t = useText();
  const [name, setName] = useState("");
  const make = async () => {
    const tag = name.trim();
    if (!tag) return;
    const done = await edit("tag_save", { tag }, () => t("app.tags.saved", { tag }));
    if (!done) return;
    setName("");
    made(done.name);
  };
  return (
    <div className="flex gap-2">
      <Field
        bare
        label={t("app.tags.new")}
        placeholder={t("app.tags.new")}
        value={name}
        onChange={setName}
        onEnter={() => void make()}
      />
      <Button icon={Plus} isDisabled={!name.trim()} onPress={() => void make()}>
        {t("app.tags.make")}
      </Button>
    </div>
  );
}
