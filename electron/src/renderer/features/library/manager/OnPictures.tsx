import { type ReactNode, useState } from "react";
import { edit, useAsk } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button, Chip, Select } from "@/shared/ui";
import { withWord, words } from "../model/tags";
import { useScope } from "../useScope";
import { TagField } from "./TagField";

const SUGGESTED = 20;
const PRESENT = 40;
/** Suggestions look at so many of the chosen pictures. */
const LOOKED_AT = 500;

/** Give tags to many pictures at once and take others away. */
export function OnPictures() {
  const t = useText();
  const language = useLanguage();
  const { scope, setScope, options, count, pictures } = useScope();
  const [add, setAdd] = useState("");
  const [remove, setRemove] = useState("");
  const { data: known } = useAsk("tag_list", {});
  const some = "ids" in pictures ? { ids: pictures.ids.slice(0, LOOKED_AT) } : pictures;
  const { data: suggested } = useAsk("tag_suggest", { ...some, limit: SUGGESTED }, { enabled: count > 0 });
  const { data: present } = useAsk(
    "tag_cloud",
    { ...pictures, kinds: ["user"], limit: PRESENT },
    { enabled: count > 0 },
  );
  const [given, taken] = [words(add), words(remove)];
  const apply = async () => {
    const payload = { ...pictures, add: given, remove: taken };
    const done = await edit("tag_edit", payload, ({ changed }) => t("app.tags.edited", { count: changed }));
    if (!done) return;
    setAdd("");
    setRemove("");
  };
  return (
    <div className="flex flex-col gap-4 p-4">
      <Select label={t("app.scope")} value={scope} options={options} onChange={setScope} />
      <TagField label={t("app.tags.give")} value={add} onChange={setAdd} tags={known?.tags ?? []} />
      {suggested && suggested.tags.length > 0 && (
        <Offered title={t("app.tags.suggested")}>
          {suggested.tags.map(({ tag, files }) => (
            <Chip key={tag} selected={given.includes(tag)} onPress={() => setAdd(withWord(add, tag))}>
              {files > 0 ? `${tag} · ${numberText(files, language)}` : tag}
            </Chip>
          ))}
        </Offered>
      )}
      <TagField label={t("app.tags.take")} value={remove} onChange={setRemove} tags={known?.tags ?? []} />
      {present && present.tags.length > 0 && (
        <Offered title={t("app.tags.present")}>
          {present.tags.map(({ tag, files }) => (
            <Chip key={tag} selected={taken.includes(tag)} onPress={() => setRemove(withWord(remove, tag))}>
              {`${tag} · ${numberText(files, language)}`}
            </Chip>
          ))}
        </Offered>
      )}
      <div>
        <Button
          look="accent"
          isDisabled={count === 0 || given.length + taken.length === 0}
          onPress={() => void apply()}
        >
          {t("app.tags.apply", { count, number: numberText(count, language) })}
        </Button>
      </div>
    </div>
  );
}

function Offered({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset aria-label={title} className="flex flex-col gap-1">
      <span className="text-sm text-muted">{title}</span>
      <div className="flex max-h-24 flex-wrap gap-1 overflow-auto">{children}</div>
    </fieldset>
  );
}
