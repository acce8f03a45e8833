import { useState } from "react";
import { change, withValue } from "@/features/search";
import { useAsk } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Check, Field, Section } from "@/shared/ui";

const OFFERED = 8;

interface Props {
  /** The filter: what it holds is a part of a name. */
  name: string;
  title: string;
  value: string | null;
}

/** A part of a name, such as that of a model; those that the library knows are offered with how many pictures have them. */
export function Named({ name, title, value }: Props) {
  const t = useText();
  const language = useLanguage();
  const [typed, setTyped] = useState(value ?? "");
  const query = `${name}:${typed.trim() === value ? "" : typed.trim()}`;
  const { data } = useAsk("suggest", { query, limit: OFFERED }, { keep: true });
  const known = (data?.suggestions ?? []).filter(({ key }) => key === name);
  const set = (next: string | null) => void change((now) => withValue(now, name, next));
  if (known.length === 0 && value === null && typed === "") return null;
  return (
    <Section title={title} folded={value === null}>
      <Field
        bare
        label={`${title}: ${t("app.filter.model_name")}`}
        placeholder={t("app.filter.model_name")}
        value={typed}
        onChange={setTyped}
        onEnter={() => set(typed.trim() || null)}
      />
      <div className="-mx-1 flex flex-col">
        {known.map(({ text, files }) => (
          <Check key={text} selected={value === text} onChange={(on) => set(on ? text : null)}>
            <span className="truncate" title={text}>
              {text}
            </span>
            {files !== null && (
              <span className="ml-auto text-sm text-muted tabular-nums">{numberText(files, language)}</span>
            )}
          </Check>
        ))}
      </div>
    </Section>
  );
}
