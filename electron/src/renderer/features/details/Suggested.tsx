import { Plus } from "lucide-react";
import { useState } from "react";
import { addTags } from "@/features/results";
import { useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import { Chip, Field } from "@/shared/ui";

const MOST = 8;

/** Tags for one picture: typed, or taken from what models, the file and pictures that look alike say of it. */
export function Suggested({ picture }: { picture: number }) {
  const t = useText();
  const [typed, setTyped] = useState("");
  const { data } = useAsk("tag_suggest", { ids: [picture], limit: MOST });
  const add = () => {
    const tags = typed
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean);
    addTags(tags, [picture]);
    setTyped("");
  };
  return (
    <div className="flex flex-col gap-2">
      <Field
        bare
        label={t("app.known.add_tag")}
        placeholder={t("app.known.add_tag")}
        value={typed}
        onChange={setTyped}
        onEnter={add}
      />
      {data && data.tags.length > 0 && (
        <fieldset className="flex flex-wrap gap-1">
          <legend className="mb-1 text-xs text-muted">{t("app.tags.suggested")}</legend>
          {data.tags.map(({ tag }) => (
            <Chip key={tag} onPress={() => addTags([tag], [picture])}>
              <span className="inline-flex items-center gap-1 text-muted">
                <Plus size={12} aria-hidden />
                {tag}
              </span>
            </Chip>
          ))}
        </fieldset>
      )}
    </div>
  );
}
