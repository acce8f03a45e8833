import { useState } from "react";
import { useSearch } from "@/features/search";
import { useAsk } from "@/shared/data";
import { nameOf, type TextKey, useText } from "@/shared/text";
import { Button, Check, Section, Select, Slider } from "@/shared/ui";
import { Apart } from "./Apart";
import { KINDS, type Kind, LEAST_COSINE, MOST_BITS, type Scope, toggled, useLooking } from "./model/store";
import { RuleList } from "./RuleList";

const KIND_TEXTS: Record<Kind, { label: TextKey; about: TextKey }> = {
  exact: { label: "app.duplicates.kind.exact", about: "app.duplicates.kind.exact_about" },
  pixels: { label: "app.duplicates.kind.pixels", about: "app.duplicates.kind.pixels_about" },
  hash: { label: "app.duplicates.kind.hash", about: "app.duplicates.kind.hash_about" },
  vector: { label: "app.duplicates.kind.vector", about: "app.duplicates.kind.vector_about" },
};
const PERCENT = { style: "percent", minimumFractionDigits: 1 } as const;

/** What counts as a duplicate, where it is looked for, and which picture of a group is kept. */
export function LookPanel({ apart }: { apart: number }) {
  const t = useText();
  const [listed, setListed] = useState(false);
  return (
    <aside
      aria-label={t("app.duplicates.looking")}
      className="flex w-72 shrink-0 flex-col overflow-y-auto border-r border-line bg-panel"
    >
      <Section title={t("app.duplicates.kinds")}>
        {KINDS.map((kind) => (
          <KindOf key={kind} kind={kind} />
        ))}
        {apart > 0 && (
          <div className="flex items-center gap-2 px-1 text-sm text-muted">
            <p className="min-w-0 flex-1">{t("app.duplicates.apart", { count: apart })}</p>
            <Button look="quiet" onPress={() => setListed(true)}>
              {t("app.duplicates.apart.show")}
            </Button>
          </div>
        )}
      </Section>
      <Section title={t("app.duplicates.where")}>
        <Where />
      </Section>
      <Section title={t("app.duplicates.rules")}>
        <RuleList />
      </Section>
      {listed && <Apart onClose={() => setListed(false)} />}
    </aside>
  );
}

function KindOf({ kind }: { kind: Kind }) {
  const t = useText();
  const { kinds, bits, cosine, set } = useLooking();
  const { label, about } = KIND_TEXTS[kind];
  const on = kinds.includes(kind);
  return (
    <div>
      <Check selected={on} onChange={() => set({ kinds: toggled(kinds, kind) })}>
        <span className="truncate">{t(label)}</span>
      </Check>
      <p className="pr-1 pl-7 text-sm text-muted">{t(about)}</p>
      {on && kind === "hash" && (
        <div className="pt-1 pr-1 pl-7">
          <Slider
            label={t("app.duplicates.bits")}
            value={bits}
            least={0}
            most={MOST_BITS}
            onChange={(next) => set({ bits: next })}
          />
        </div>
      )}
      {on && kind === "vector" && (
        <div className="pt-1 pr-1 pl-7">
          <Slider
            label={t("app.duplicates.cosine")}
            value={cosine}
            least={LEAST_COSINE}
            most={1}
            step={0.005}
            format={PERCENT}
            onChange={(next) => set({ cosine: next })}
          />
        </div>
      )}
    </div>
  );
}

function Where() {
  const t = useText();
  const { scope, aside, without, set } = useLooking();
  const text = useSearch((search) => search.text);
  const { data } = useAsk("roots", {});
  const folders = (data?.roots ?? []).map(({ path }) => ({ value: `folder:${path}` as const, label: nameOf(path) }));
  const options: { value: Scope; label: string }[] = [
    { value: "all", label: t("app.duplicates.where.all") },
    {
      value: "query",
      label: text ? t("app.duplicates.where.query_of", { query: text }) : t("app.duplicates.where.query"),
    },
    ...folders,
  ];
  const known = options.some(({ value }) => value === scope);
  if (!known) options.push({ value: scope, label: nameOf(scope) });
  return (
    <>
      <Select
        label={t("app.duplicates.where")}
        bare
        value={scope}
        options={options}
        onChange={(next) => set({ scope: next })}
      />
      {aside !== "" && (
        <Check selected={without} onChange={(on) => set({ without: on })}>
          <span className="truncate" title={aside}>
            {t("app.duplicates.without", { folder: nameOf(aside) })}
          </span>
        </Check>
      )}
    </>
  );
}
