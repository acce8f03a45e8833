import { BookmarkPlus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useSearch } from "@/features/search";
import { edit, useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import { Button, Check, Chip, Dialog, DialogBody, DialogFoot, Field, IconButton, Section } from "@/shared/ui";

/** Queries that are kept under a name, and a way to keep the one of now. */
export function Presets() {
  const t = useText();
  const [saving, setSaving] = useState(false);
  const { text, setText } = useSearch();
  const { data } = useAsk("filter_preset_list", {});
  const presets = data?.presets ?? [];
  if (presets.length === 0 && text === "") return null;
  return (
    <Section title={t("app.presets")}>
      <div className="flex flex-wrap gap-1">
        {presets.map((preset) => (
          <span key={preset.id} className="inline-flex items-center">
            <Chip selected={preset.query === text} onPress={() => setText(preset.query)}>
              {preset.name}
            </Chip>
            {preset.query === text && (
              <IconButton
                icon={Trash2}
                label={t("app.presets.delete", { name: preset.name })}
                onPress={() =>
                  void edit("filter_preset_delete", { preset: preset.id }, () =>
                    t("app.presets.deleted", { name: preset.name }),
                  )
                }
              />
            )}
          </span>
        ))}
      </div>
      {text !== "" && (
        <Button icon={BookmarkPlus} onPress={() => setSaving(true)}>
          {t("app.presets.save")}
        </Button>
      )}
      <Dialog open={saving} onClose={() => setSaving(false)} title={t("app.presets.save")}>
        <Saving query={text} close={() => setSaving(false)} />
      </Dialog>
    </Section>
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
        <p data-selectable className="rounded-md bg-raised px-3 py-2 text-muted">
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
