import { useState } from "react";
import { change, filterValue, filterValues, useSearch, withToggled, withValue } from "@/features/search";
import { useAsk } from "@/shared/data";
import { numberText, type TextKey, useLanguage, useText } from "@/shared/text";
import { Check, Field, Section, Stars } from "@/shared/ui";
import { Colours } from "./Colours";
import { Days } from "./Days";
import { Presets } from "./Presets";
import { Layers, Resolution } from "./Sizes";

const SHOWN = 8;
const FACETS: readonly { name: string; title: TextKey; folded?: boolean }[] = [
  { name: "format", title: "app.filter.format" },
  { name: "type", title: "app.filter.type" },
  { name: "tag", title: "app.filter.tag" },
  { name: "shape", title: "app.filter.shape", folded: true },
  { name: "label", title: "app.filter.label", folded: true },
  { name: "camera", title: "app.filter.camera", folded: true },
];
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

/** Everything that limits the search, as controls over the query; the query says the same in words. */
export function FilterPanel() {
  const t = useText();
  const text = useSearch((search) => search.text);
  const { data: parsed } = useAsk("query_parse", { query: text }, { keep: true });
  const parts = parsed?.parsed.parts ?? [];
  // Words order the pictures and leave none out, so that they do not count here.
  const form = { parts: parts.filter(({ kind, negated }) => kind === "filter" || negated) };
  const { data: counted } = useAsk("facets", { form }, { enabled: parsed !== undefined, keep: true });
  const facets = counted?.facets ?? {};
  return (
    <div className="flex flex-col">
      <Presets />
      <Section title={t("app.filter.rating")}>
        <Rating value={filterValue(parts, "rating")} />
      </Section>
      <Section title={t("app.filter.date")}>
        <Days parts={parts} months={facets.date ?? []} />
      </Section>
      <Section title={t("app.filter.size")}>
        <Resolution value={filterValue(parts, "size")} />
      </Section>
      <Section title={t("app.filter.layers")}>
        <Layers value={filterValue(parts, "layers")} />
      </Section>
      <Section title={t("app.filter.color")}>
        <Colours value={filterValue(parts, "color")} />
      </Section>
      {FACETS.map(({ name, title, folded = false }) => (
        <Facet
          key={name}
          name={name}
          title={t(title)}
          folded={folded}
          chosen={filterValues(parts, name)}
          values={facets[name] ?? []}
        />
      ))}
      <Section title={t("app.filter.model")} folded>
        <Model key={filterValue(parts, "model")} value={filterValue(parts, "model") ?? ""} />
      </Section>
    </div>
  );
}

/** At least so many stars. */
function Rating({ value }: { value: string | null }) {
  const t = useText();
  const least = Number(
    /^(?:>=)?(\d)$|^(\d)\.\.$/
      .exec(value ?? "")
      ?.slice(1)
      .find(Boolean) ?? 0,
  );
  return (
    <div className="flex items-center gap-2">
      <Stars
        value={least}
        onChange={(stars) => void change((query) => withValue(query, "rating", stars > 0 ? `>=${stars}` : null))}
      />
      <span className="text-sm text-muted">{t("app.filter.at_least")}</span>
    </div>
  );
}

interface FacetProps {
  name: string;
  title: string;
  folded: boolean;
  chosen: readonly string[];
  values: readonly { value: string; files: number }[];
}

/** The values that the found pictures have, with how many have each. */
function Facet({ name, title, folded, chosen, values }: FacetProps) {
  const t = useText();
  const language = useLanguage();
  const absent = chosen
    .filter((value) => !values.some((one) => one.value === value))
    .map((value) => ({ value, files: 0 }));
  const shown = [...absent, ...values.slice(0, SHOWN)];
  if (shown.length === 0) return null;
  return (
    <Section title={title} folded={folded}>
      <div className="-mx-1 flex flex-col">
        {shown.map(({ value, files }) => {
          const key = VALUES[value];
          return (
            <Check
              key={value}
              selected={chosen.includes(value)}
              onChange={() => void change((query) => withToggled(query, name, value))}
            >
              <span className="truncate">{key && name !== "tag" ? t(key) : value}</span>
              <span className="ml-auto text-sm text-muted tabular-nums">{numberText(files, language)}</span>
            </Check>
          );
        })}
      </div>
    </Section>
  );
}

/** The model that made the pictures; the text counts when Enter is pressed. */
function Model({ value }: { value: string }) {
  const t = useText();
  const [typed, setTyped] = useState(value);
  const commit = () => void change((query) => withValue(query, "model", typed.trim() || null));
  return <Field label={t("app.filter.model_name")} value={typed} onChange={setTyped} onEnter={commit} />;
}
