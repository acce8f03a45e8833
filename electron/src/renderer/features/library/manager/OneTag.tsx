import { useEffect, useState } from "react";
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

/** What is being written about a tag. */
function draftOf({ name, aliases, parent, color }: Tag) {
  return { name, aliases: aliases.join(", "), parent: parent ?? "", color: color ?? "" };
}

/** One tag: its name, its other names, its colour and the tag above; or another one that takes its place. */
export function OneTag({ tag, tags, choose }: Props) {
  const t = useText();
  const [{ name, aliases, parent, color }, setDraft] = useState(() => draftOf(tag));
  const set = (change: Partial<ReturnType<typeof draftOf>>) => setDraft((draft) => ({ ...draft, ...change }));
  // The fields stay in place when the tag changes, because one of them may have the focus.
  useEffect(() => setDraft(draftOf(tag)), [tag]);
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
      <Field label={t("app.name")} value={name} onChange={(next) => set({ name: next })} onEnter={() => void save()} />
      <Field
        label={t("app.tags.aliases")}
        value={aliases}
        onChange={(next) => set({ aliases: next })}
        onEnter={() => void save()}
      />
      <TagField label={t("app.tags.parent")} value={parent} onChange={(next) => set({ parent: next })} tags={others} />
      <Swatches label={t("app.tags.colour")} value={color} onChange={(next) => set({ color: next })} />
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
      {others.length > 0 && <Merge key={tag.name} names={[tag.name]} tags={others} done={(into) => choose([into])} />}
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
