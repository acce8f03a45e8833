import { useState } from "react";
import { change, withToggled } from "@/features/search";
import { edit } from "@/shared/data";
import { useText } from "@/shared/text";
import { Button, Field } from "@/shared/ui";
import { words } from "../model/tags";
import type { Tag } from "../model/tree";
import { Swatches } from "./Swatches";
import { TagField } from "./TagField";

interface Props {
  tag: Tag;
  tags: readonly Tag[];
  choose: (names: string[]) => void;
}

/** One tag: its name, its other names, its colour and the tag above; or another one that takes its place. */
export function OneTag({ tag, tags, choose }: Props) {
  const t = useText();
  const [name, setName] = useState(tag.name);
  const [aliases, setAliases] = useState(tag.aliases.join(", "));
  const [parent, setParent] = useState(tag.parent ?? "");
  const [color, setColor] = useState(tag.color ?? "");
  const others = tags.filter((one) => one.name !== tag.name);
  const save = async () => {
    if (!name.trim()) return;
    const payload = { tag: tag.name, name: name.trim(), parent: parent.trim(), color, aliases: words(aliases) };
    const done = await edit("tag_save", payload, () => t("app.tags.saved", { tag: name.trim() }));
    if (done) choose([done.name]);
  };
  const remove = async () => {
    if (await edit("tag_delete", { tag: tag.name }, () => t("app.tags.deleted", { tag: tag.name }))) choose([]);
  };
  return (
    <div className="flex flex-col gap-4">
      <Field label={t("app.name")} value={name} onChange={setName} onEnter={() => void save()} />
      <Field label={t("app.tags.aliases")} value={aliases} onChange={setAliases} onEnter={() => void save()} />
      <TagField label={t("app.tags.parent")} value={parent} onChange={setParent} tags={others} />
      <Swatches label={t("app.tags.colour")} value={color} onChange={setColor} />
      <div className="flex flex-wrap gap-2">
        <Button look="accent" isDisabled={!name.trim()} onPress={() => void save()}>
          {t("app.save")}
        </Button>
        <Button onPress={() => void change((query) => withToggled(query, "tag", tag.name))}>
          {t("app.tags.show")}
        </Button>
        <Button look="danger" onPress={() => void remove()}>
          {t("app.tags.delete")}
        </Button>
      </div>
      {others.length > 0 && <Merge names={[tag.name]} tags={others} done={(into) => choose([into])} />}
    </div>
  );
}

interface MergeProps {
  names: string[];
  tags: readonly Tag[];
  done: (into: string) => void;
}

/** Another tag takes the place of some everywhere; their names stay as its other names. */
export function Merge({ names, tags, done }: MergeProps) {
  const t = useText();
  const [into, setInto] = useState("");
  const target = into.trim();
  const merge = async () => {
    const others = names.filter((name) => name !== target);
    const merged = await edit("tag_merge", { tags: others, into: target }, () => t("app.tags.saved", { tag: target }));
    if (merged) done(merged.name);
  };
  return (
    <div className="flex items-end gap-2 border-t border-line pt-4">
      <TagField label={t("app.tags.into")} value={into} onChange={setInto} tags={tags} />
      <Button isDisabled={!target || names.every((name) => name === target)} onPress={() => void merge()}>
        {t("app.tags.merge")}
      </Button>
    </div>
  );
}
