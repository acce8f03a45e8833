import type { QueryPart } from "@contract";
import { useState } from "react";
import { change, filterValues, withToggled } from "@/features/search";
import { numberText, type TextKey, useLanguage, useText } from "@/shared/text";
import { Button, Check, Section } from "@/shared/ui";
import { useCounts } from "./useCounts";

const FEW = 8;
const VALUES: Record<string, TextKey> = {
  landscape: "app.shape.landscape",
  portrait: "app.shape.portrait",
  square: "app.shape.square",
  red: "app.colour.red",
  orange: "app.colour.orange",
  yellow: "app.colour.yellow",
  green: "app.colour.green",
  blue: "app.colour.blue",
  purple: "app.colour.purple",
  gray: "app.colour.gray",
};
/** Values that are words of the user, which look like ours only by chance. */
const OWN = new Set(["tag"]);

interface Props {
  name: string;
  title: string;
  folded: boolean;
  parts: readonly QueryPart[] | undefined;
}

/** The values that the found pictures have, with how many have each. */
export function Facet({ name, title, folded, parts }: Props) {
  const t = useText();
  const language = useLanguage();
  const [whole, setWhole] = useState(false);
  const chosen = filterValues(parts ?? [], name);
  const values = useCounts(parts, name)[name] ?? [];
  const absent = chosen
    .filter((value) => !values.some((one) => one.value === value))
    .map((value) => ({ value, files: 0 }));
  const shown = [...absent, ...(whole ? values : values.slice(0, FEW))];
  if (shown.length === 0) return null;
  return (
    <Section title={title} folded={folded}>
      <div className="-mx-1 flex flex-col">
        {shown.map(({ value, files }) => {
          const key = OWN.has(name) ? undefined : VALUES[value];
          return (
            <Check
              key={value}
              selected={chosen.includes(value)}
              onChange={() => void change((query) => withToggled(query, name, value))}
            >
              <span className="truncate">{key ? t(key) : value}</span>
              <span className="ml-auto text-sm text-muted tabular-nums">{numberText(files, language)}</span>
            </Check>
          );
        })}
      </div>
      {values.length > FEW && (
        <Button look="quiet" onPress={() => setWhole(!whole)}>
          {whole ? t("app.filter.fewer") : t("app.filter.more", { count: values.length - FEW })}
        </Button>
      )}
    </Section>
  );
}
