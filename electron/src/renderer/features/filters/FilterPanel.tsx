import type { QueryPart } from "@contract";
import { memo, useMemo } from "react";
import { change, filterValue, useSearch, withValue } from "@/features/search";
import { useAsk } from "@/shared/data";
import { type TextKey, useText } from "@/shared/text";
import { Section, Stars } from "@/shared/ui";
import { Colours } from "./Colours";
import { Days } from "./Days";
import { Facet } from "./Facet";
import { limits } from "./model/limits";
import { Named } from "./Named";
import { Presets } from "./Presets";
import { Layers, Resolution } from "./Sizes";

const FACETS: readonly { name: string; title: TextKey; folded?: boolean }[] = [
  { name: "format", title: "app.filter.format" },
  { name: "type", title: "app.filter.type" },
  { name: "tag", title: "app.filter.tag" },
  { name: "shape", title: "app.filter.shape", folded: true },
  { name: "label", title: "app.filter.label", folded: true },
];
const NAMED: readonly { name: string; title: TextKey }[] = [
  { name: "camera", title: "app.filter.camera" },
  { name: "model", title: "app.filter.model" },
  { name: "generator", title: "app.filter.generator" },
  { name: "font", title: "app.filter.font" },
];

/** Everything that limits the search, as controls over the query; the query says the same in words. */
export function FilterPanel() {
  const parts = useLimits();
  return (
    <div className="flex flex-col">
      <Presets />
      <Filters parts={parts} />
    </div>
  );
}

/** The filters of the query: the same ones as long as only words change, as they do with each letter. */
function useLimits(): readonly QueryPart[] | undefined {
  const query = useSearch((search) => search.text);
  const { data } = useAsk("query_parse", { query }, { keep: true });
  const parts = data && limits(data.parsed.parts);
  const key = JSON.stringify(parts);
  // biome-ignore lint/correctness/useExhaustiveDependencies: equal filters are the same ones
  return useMemo(() => parts, [key]);
}

const Filters = memo(function Filters({ parts }: { parts: readonly QueryPart[] | undefined }) {
  const t = useText();
  const value = (name: string) => filterValue(parts ?? [], name);
  return (
    <>
      <Section title={t("app.filter.rating")}>
        <Rating value={value("rating")} />
      </Section>
      <Section title={t("app.filter.date")}>
        <Days parts={parts} />
      </Section>
      <Section title={t("app.filter.size")}>
        <Resolution value={value("size")} />
      </Section>
      <Section title={t("app.filter.layers")}>
        <Layers value={value("layers")} />
      </Section>
      <Section title={t("app.filter.color")}>
        <Colours value={value("color")} />
      </Section>
      {FACETS.map(({ name, title, folded = false }) => (
        <Facet key={name} name={name} title={t(title)} folded={folded} parts={parts} />
      ))}
      {NAMED.map(({ name, title }) => (
        <Named key={`${name} ${value(name)}`} name={name} title={t(title)} value={value(name)} parts={parts} />
      ))}
    </>
  );
});

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
