import type { QueryPart } from "@contract";
import { useState } from "react";
import { change, withValue } from "@/features/search";
import { useAsk } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button, Check, Field, Section } from "@/shared/ui";
import { COUNTED, offered } from "./model/named";
import { useCounts } from "./useCounts";

const FEW = 8;

interface Props {
  /** The filter: what it holds is a part of a name. */
  name: string;
  title: string;
  value: string | null;
  parts: readonly QueryPart[] | undefined;
}

/** A part of a name, such as that of a model; those that the found pictures have are offered with how many have each. */
export function Named({ name, title, value, parts }: Props) {
  const t = useText();
  const language = useLanguage();
  const [typed, setTyped] = useState(value ?? "");
  const [whole, setWhole] = useState(false);
  const part = typed.trim() === value ? "" : typed.trim();
  const counted = useCounts(parts, name)[name] ?? [];
  const { data } = useAsk(
    "suggest",
    { query: `${name}:${part}`, limit: FEW },
    { enabled: part !== "" && counted.length >= COUNTED, keep: true },
  );
  const suggested = (data?.suggestions ?? []).filter(({ key }) => key === name).map(({ text }) => text);
  const known = offered(counted, suggested, part);
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
        {(whole ? known : known.slice(0, FEW)).map(({ value: one, files }) => (
          <Check key={one} selected={value === one} onChange={(on) => set(on ? one : null)}>
            <span className="truncate" title={one}>
              {one}
            </span>
            {files !== null && (
              <span className="ml-auto text-sm text-muted tabular-nums">{numberText(files, language)}</span>
            )}
          </Check>
        ))}
      </div>
      {known.length > FEW && (
        <Button look="quiet" onPress={() => setWhole(!whole)}>
          {whole ? t("app.filter.fewer") : t("app.filter.more", { count: known.length - FEW })}
        </Button>
      )}
    </Section>
  );
}
