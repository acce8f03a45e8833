import { BookmarkPlus, Download, EllipsisVertical, Upload } from "lucide-react";
import { useState } from "react";
import { useSearch } from "@/features/search";
import type { DoneOf } from "@/shared/bridge";
import { edit, useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import {
  Button,
  Check,
  type Choice,
  classes,
  Dialog,
  DialogBody,
  DialogFoot,
  Field,
  IconButton,
  Menu,
  Section,
} from "@/shared/ui";
import { exportPresets, importPresets } from "./exchange";

type Preset = DoneOf<"filter_preset_list">["payload"]["presets"][number];

/** Queries that are kept under a name, and a way to keep the one of now. */
export function Presets() {
  const t = useText();
  const [saving, setSaving] = useState(false);
  const [changed, setChanged] = useState<Preset | null>(null);
  const text = useSearch((search) => search.text);
  const { data } = useAsk("filter_preset_list", {});
  const presets = data?.presets ?? [];
  return (
    <Section title={t("app.presets")}>
      {presets.length > 0 && (
        <div className="-mx-2 flex flex-col">
          {presets.map((preset) => (
            <Item key={preset.id} preset={preset} change={() => setChanged(preset)} />
          ))}
        </div>
      )}
      <div className="flex flex-wrap gap-1">
        <Button icon={BookmarkPlus} isDisabled={text === ""} onPress={() => setSaving(true)}>
          {t("app.presets.save")}
        </Button>
        <IconButton icon={Upload} label={t("app.presets.import")} onPress={() => void importPresets()} />
        {presets.length > 0 && (
          <IconButton icon={Download} label={t("app.presets.export")} onPress={() => exportPresets(presets)} />
        )}
      </div>
      <Dialog open={saving} onClose={() => setSaving(false)} title={t("app.presets.save")}>
        <Saving query={text} close={() => setSaving(false)} />
      </Dialog>
      <Dialog open={changed !== null} onClose={() => setChanged(null)} title={t("app.presets.change")}>
        {changed && <Changing preset={changed} close={() => setChanged(null)} />}
      </Dialog>
    </Section>
  );
}

function Item({ preset, change }: { preset: Preset; change: () => void }) {
  const t = useText();
  const { text, setText } = useSearch();
  const { id, name, query } = preset;
  const on = query === text;
  const forget = () => void edit("filter_preset_delete", { preset: id }, () => t("app.presets.deleted", { name }));
  const choices: Choice[] = [
    { id: "change", label: t("app.presets.change"), run: change },
    { id: "export", label: t("app.presets.export_this"), run: () => exportPresets([preset]) },
    { id: "delete", label: t("app.presets.delete"), danger: true, run: forget },
  ];
  const label = t("app.presets.more", { name });
  return (
    <div className={classes("flex items-center rounded-md hover:bg-hover", on && "bg-tint")}>
      <button
        type="button"
        aria-pressed={on}
        title={query}
        onClick={() => setText(on ? "" : query)}
        className="h-8 min-w-0 flex-1 truncate px-2 text-left"
      >
        {name}
      </button>
      <Menu label={label} choices={choices}>
        <IconButton icon={EllipsisVertical} label={label} />
      </Menu>
    </div>
  );
}

function Saving({ query, close }: { query: string; close: () => void }) {
  const t = useText();
  const [name, setName] = useState("");
  const [smart, setSmart] = useState(false);
  const save = async () => {
    const told = () => t("app.presets.saved", { name });
    const done = smart
      ? await edit("collection_save", { name, query }, told)
      : await edit("filter_preset_save", { name, query }, told);
    if (done) close();
  };
  return (
    <>
      <DialogBody>
        <p data-selectable className="rounded-md bg-raised px-3 py-2 break-words text-muted">
          {query}
        </p>
        <Field
          label={t("app.name")}
          value={name}
          onChange={setName}
          onEnter={() => name.trim() && void save()}
          autoFocus
        />
        <Check selected={smart} onChange={setSmart}>
          {t("app.presets.smart")}
        </Check>
      </DialogBody>
      <DialogFoot>
        <Button onPress={close}>{t("app.cancel")}</Button>
        <Button look="accent" isDisabled={!name.trim()} onPress={() => void save()}>
          {t("app.save")}
        </Button>
      </DialogFoot>
    </>
  );
}

function Changing({ preset, close }: { preset: Preset; close: () => void }) {
  const t = useText();
  const text = useSearch((search) => search.text);
  const [name, setName] = useState(preset.name);
  const [query, setQuery] = useState(preset.query);
  const ready = name.trim() !== "" && query.trim() !== "";
  const save = async () => {
    if (!ready) return;
    const payload = { preset: preset.id, name: name.trim(), query: query.trim() };
    if (await edit("filter_preset_save", payload, () => t("app.presets.saved", { name: name.trim() }))) close();
  };
  return (
    <>
      <DialogBody>
        <Field label={t("app.name")} value={name} onChange={setName} onEnter={() => void save()} autoFocus />
        <Field label={t("app.presets.query")} lines={2} value={query} onChange={setQuery} />
        {text !== "" && text !== query && (
          <div>
            <Button onPress={() => setQuery(text)}>{t("app.presets.query_now")}</Button>
          </div>
        )}
      </DialogBody>
      <DialogFoot>
        <Button onPress={close}>{t("app.cancel")}</Button>
        <Button look="accent" isDisabled={!ready} onPress={() => void save()}>
          {t("app.save")}
        </Button>
      </DialogFoot>
    </>
  );
}
