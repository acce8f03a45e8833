import { useState } from "react";
import { useSelection } from "@/features/results";
import { useSearch } from "@/features/search";
import { edit, useAsk } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot, Field, Select } from "@/shared/ui";
import { Cover } from "./Cover";
import { changes, draftOf } from "./model/draft";
import { type Collection, homes } from "./model/tree";

interface Props {
  collection: Collection;
  all: readonly Collection[];
  onClose: () => void;
}

/** What the user says of a collection: its name, place, description and cover, and the search of a smart one. */
export function CollectionEditor({ collection, all, onClose }: Props) {
  const t = useText();
  const [draft, setDraft] = useState(() => draftOf(collection));
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const places = homes(all, collection).map(({ collection: one, path }) => ({ value: `${one.id}`, label: path }));
  const ready = draft.name.trim() !== "" && draft.query?.trim() !== "";
  const save = async () => {
    const payload = changes(collection, draft);
    if (!ready) return;
    const told = () => t("app.collections.saved", { name: draft.name.trim() });
    if (
      Object.keys(payload).length === 0 ||
      (await edit("collection_save", { collection: collection.id, ...payload }, told))
    )
      onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("app.collections.change")}>
      <DialogBody>
        <Field
          label={t("app.name")}
          value={draft.name}
          onChange={(name) => set({ name })}
          onEnter={() => void save()}
          autoFocus
        />
        <Field
          label={t("app.collections.description")}
          lines={2}
          value={draft.description}
          onChange={(description) => set({ description })}
        />
        <Select
          label={t("app.collections.place")}
          value={`${draft.parent ?? ""}`}
          options={[{ value: "", label: t("app.collections.top") }, ...places]}
          onChange={(parent) => set({ parent: parent ? Number(parent) : null })}
        />
        {draft.query !== null && <Query value={draft.query} onChange={(query) => set({ query })} />}
        <Choosing cover={draft.cover} onChange={(cover) => set({ cover })} />
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.cancel")}</Button>
        <Button look="accent" isDisabled={!ready} onPress={() => void save()}>
          {t("app.save")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

/** The search that fills a smart collection, with how many pictures it finds now. */
function Query({ value, onChange }: { value: string; onChange: (query: string) => void }) {
  const t = useText();
  const language = useLanguage();
  const text = useSearch((search) => search.text);
  const { data } = useAsk("facets", { query: value }, { enabled: value.trim() !== "", keep: true });
  return (
    <div className="flex flex-col gap-2">
      <Field label={t("app.collections.query")} lines={2} value={value} onChange={onChange} />
      <div className="flex items-center gap-2 text-sm text-muted">
        <output aria-live="polite">
          {data && t("app.collections.finds", { count: data.total, number: numberText(data.total, language) })}
        </output>
        {text.trim() !== "" && text !== value && (
          <Button look="quiet" onPress={() => onChange(text)}>
            {t("app.collections.query_now")}
          </Button>
        )}
      </div>
    </div>
  );
}

function Choosing({ cover, onChange }: { cover: number | null; onChange: (cover: number | null) => void }) {
  const t = useText();
  const [chosen] = useSelection((selection) => selection.ids);
  return (
    <fieldset aria-label={t("app.collections.cover")} className="flex flex-col gap-1">
      <span className="text-sm text-muted">{t("app.collections.cover")}</span>
      <div className="flex flex-wrap items-center gap-2">
        {cover === null ? (
          <span className="text-muted">{t("app.collections.cover_none")}</span>
        ) : (
          <Cover picture={cover} large />
        )}
        <Button isDisabled={chosen === undefined || chosen === cover} onPress={() => onChange(chosen ?? null)}>
          {t("app.collections.cover_chosen")}
        </Button>
        {cover !== null && <Button onPress={() => onChange(null)}>{t("app.collections.cover_remove")}</Button>}
      </div>
    </fieldset>
  );
}
