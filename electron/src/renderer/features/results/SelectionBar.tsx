import { Columns2, FolderMinus, FolderPlus, Image, Images, Tag, X } from "lucide-react";
import { useId, useState, useSyncExternalStore } from "react";
import { pictureLike, useSearch } from "@/features/search";
import { useAsk } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button, Field, IconButton, Menu, Panel, Stars } from "@/shared/ui";
import { addTags, addTo, rate } from "./edits";
import { useSelection } from "./model/selection";
import { makeCover, takeOut, useShownCollection } from "./useOwnOrder";
import type { Results } from "./useResults";

const MOST_COMPARED = 4;

/** What can be done with the chosen pictures; there only while some are. */
export function SelectionBar({ results, compare }: { results: Results; compare: () => void }) {
  const t = useText();
  const language = useLanguage();
  const ids = useSelection((selection) => selection.ids);
  const clear = useSelection((selection) => selection.clear);
  const by = useSearch((search) => search.by);
  const { data } = useAsk("collection_list", {}, { enabled: ids.size > 0 });
  useSyncExternalStore(results.rows.subscribe, results.rows.version);
  if (ids.size === 0) return null;
  const [first] = ids;
  const kept = (data?.collections ?? []).filter(({ query }) => query === null);
  return (
    <div
      role="toolbar"
      aria-label={t("app.selection")}
      className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 border-t border-line bg-panel px-3 py-1"
    >
      <span className="whitespace-nowrap tabular-nums">
        {t("app.selection.count", { count: ids.size, number: numberText(ids.size, language) })}
      </span>
      <Stars value={sharedRating(ids, results)} onChange={rate} />
      <Panel label={t("app.tags.add")} body={(close) => <Tagging close={close} />}>
        <Button look="quiet" icon={Tag}>
          {t("app.tags.add")}
        </Button>
      </Panel>
      {kept.length > 0 && (
        <Menu
          label={t("app.collections.add")}
          choices={kept.map((one) => ({ id: `${one.id}`, label: one.name, run: () => addTo(one) }))}
        >
          <Button look="quiet" icon={FolderPlus}>
            {t("app.collections.add")}
          </Button>
        </Menu>
      )}
      <Within picture={ids.size === 1 ? first : undefined} />
      {first !== undefined && ids.size === 1 && (
        <Button look="quiet" icon={Images} onPress={() => by(pictureLike(first, results.row(first)))}>
          {t("app.action.similar")}
        </Button>
      )}
      {ids.size > 1 && ids.size <= MOST_COMPARED && (
        <Button look="quiet" icon={Columns2} onPress={compare}>
          {t("app.action.compare")}
        </Button>
      )}
      <div className="ml-auto">
        <IconButton icon={X} label={t("app.action.choose_none")} action="results.none" onPress={clear} />
      </div>
    </div>
  );
}

/** The rating that all chosen pictures have; null where they differ or are not all known. */
function sharedRating(ids: ReadonlySet<number>, results: Results): number | null {
  let shared: number | null | undefined;
  for (const id of ids) {
    const picture = results.row(id);
    if (!picture || (shared !== undefined && picture.rating !== shared)) return null;
    shared = picture.rating;
  }
  return shared ?? null;
}

/** What can be done with the chosen pictures in the collection that is shown. */
function Within({ picture }: { picture: number | undefined }) {
  const t = useText();
  const { collection } = useShownCollection();
  if (!collection) return null;
  const { name, cover } = collection;
  return (
    <>
      <IconButton
        icon={FolderMinus}
        label={t("app.collections.take_out", { name })}
        action="collection.take_out"
        onPress={() => takeOut(collection)}
      />
      {picture !== undefined && picture !== cover && (
        <IconButton
          icon={Image}
          label={t("app.collections.make_cover", { name })}
          onPress={() => makeCover(collection, picture)}
        />
      )}
    </>
  );
}

function Tagging({ close }: { close: () => void }) {
  const t = useText();
  const id = useId();
  const [words, setWords] = useState("");
  const { data } = useAsk("tag_list", {});
  const ids = useSelection((selection) => selection.ids);
  const { data: suggested } = useAsk("tag_suggest", { ids: [...ids].slice(0, 500), limit: 12 });
  const add = (tags: string[]) => {
    addTags(tags.map((tag) => tag.trim()).filter(Boolean));
    close();
  };
  return (
    <>
      <Field
        label={t("app.tags.names")}
        value={words}
        onChange={setWords}
        onEnter={() => add(words.split(","))}
        list={id}
        autoFocus
      />
      <datalist id={id}>
        {(data?.tags ?? []).map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {suggested && suggested.tags.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {suggested.tags.map(({ tag }) => (
            <Button key={tag} onPress={() => add([tag])}>
              {tag}
            </Button>
          ))}
        </div>
      )}
      <Button look="accent" isDisabled={!words.trim()} onPress={() => add(words.split(","))}>
        {t("app.tags.add")}
      </Button>
    </>
  );
}
