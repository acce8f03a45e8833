import { useState } from "react";
import { edit } from "@/shared/data";
import { useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot, Field, Select } from "@/shared/ui";
import type { Tag } from "./model/tree";

/** One tag: its name, the tag around it, its other names; or another tag that takes its place. */
export function TagEditor({ tag, tags, onClose }: { tag: Tag; tags: readonly Tag[]; onClose: () => void }) {
  const t = useText();
  const [name, setName] = useState(tag.name);
  const [parent, setParent] = useState(tag.parent ?? "");
  const [aliases, setAliases] = useState(tag.aliases.join(", "));
  const [into, setInto] = useState("");
  const others = tags.filter((one) => one.name !== tag.name).map((one) => ({ value: one.name, label: one.name }));
  const none = { value: "", label: t("app.tags.nothing") };
  const save = async () => {
    const told = () => t("app.tags.saved", { tag: into || name });
    const done = into
      ? await edit("tag_merge", { tags: [tag.name], into }, told)
      : await edit("tag_save", { tag: tag.name, name: name.trim(), parent, aliases: words(aliases) }, told);
    if (done) onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("app.tags.edit")}>
      <DialogBody>
        <Field label={t("app.name")} value={name} onChange={setName} autoFocus />
        <Field label={t("app.tags.aliases")} value={aliases} onChange={setAliases} />
        <Select label={t("app.tags.parent")} value={parent} options={[none, ...others]} onChange={setParent} />
        {others.length > 0 && (
          <Select label={t("app.tags.into")} value={into} options={[none, ...others]} onChange={setInto} />
        )}
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.cancel")}</Button>
        <Button look="accent" isDisabled={!name.trim()} onPress={() => void save()}>
          {into ? t("app.tags.merge") : t("app.save")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

function words(text: string): string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}
