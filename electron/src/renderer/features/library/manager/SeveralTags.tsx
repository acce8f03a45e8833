import { useState } from "react";
import { editAll } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button, Chip } from "@/shared/ui";
import type { Tag } from "../model/tree";
import { hang } from "./moving";
import { Merge } from "./OneTag";
import { Swatches } from "./Swatches";
import { TagField } from "./TagField";

interface Props {
  some: readonly Tag[];
  tags: readonly Tag[];
  choose: (names: string[]) => void;
}

/** What can be done with several tags at once. */
export function SeveralTags({ some, tags, choose }: Props) {
  const t = useText();
  const language = useLanguage();
  const [parent, setParent] = useState("");
  const names = some.map(({ name }) => name);
  const colours = new Set(some.map(({ color }) => color ?? ""));
  const colour = (color: string) =>
    void editAll(
      "tag_save",
      names.map((tag) => ({ tag, color })),
      (count) => t("app.tags.coloured", { count }),
    );
  const remove = async () => {
    const payloads = names.map((tag) => ({ tag }));
    if (await editAll("tag_delete", payloads, (count) => t("app.tags.deleted_all", { count }))) choose([]);
  };
  const below = () =>
    void hang(tags, names, parent.trim(), (count) => t("app.tags.moved", { count, tag: parent.trim() }));
  return (
    <div className="flex flex-col gap-4">
      <p className="text-lg">
        {t("app.tags.chosen", { count: some.length, number: numberText(some.length, language) })}
      </p>
      <div className="flex max-h-24 flex-wrap gap-1 overflow-auto">
        {names.map((name) => (
          <Chip
            key={name}
            onRemove={() => choose(names.filter((one) => one !== name))}
            removeLabel={t("app.search.remove", { filter: name })}
          >
            {name}
          </Chip>
        ))}
      </div>
      <div className="flex items-end gap-2">
        <TagField label={t("app.tags.parent")} value={parent} onChange={setParent} tags={tags} />
        <Button isDisabled={!parent.trim()} onPress={below}>
          {t("app.tags.hang")}
        </Button>
      </div>
      <Swatches
        label={t("app.tags.colour")}
        value={colours.size === 1 ? ([...colours][0] ?? "") : null}
        onChange={colour}
      />
      <Merge names={names} tags={tags} done={(into) => choose([into])} />
      <div>
        <Button look="danger" onPress={() => void remove()}>
          {t("app.tags.delete_all")}
        </Button>
      </div>
    </div>
  );
}
