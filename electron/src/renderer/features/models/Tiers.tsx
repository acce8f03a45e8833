import { Check, Download } from "lucide-react";
import { useState } from "react";
import { bytesText, useLanguage, useText } from "@/shared/text";
import { Button, Chip, classes } from "@/shared/ui";
import { isThere, type Model, needsOf, TIERS, type TierNeeds } from "./model/tiers";
import { SLOT_TEXTS, TIER_TEXTS } from "./words";
import { install, use } from "./work";

const MB = 1_000_000;

/** The tiers beside each other: what each needs, and which one is in use. */
export function Tiers({ models }: { models: readonly Model[] }) {
  return (
    <div className="grid grid-cols-4 gap-3 max-xl:grid-cols-2 max-md:grid-cols-1">
      {TIERS.map((tier) => (
        <Card key={tier} needs={needsOf(tier, models)} />
      ))}
    </div>
  );
}

function Card({ needs }: { needs: TierNeeds }) {
  const t = useText();
  const { tier, models, inUse } = needs;
  const name = t(TIER_TEXTS[tier].label);
  return (
    <article
      data-tier={tier}
      aria-label={name}
      className={classes("flex flex-col gap-3 rounded-lg border bg-panel p-3", inUse ? "border-accent" : "border-line")}
    >
      <header className="flex items-center gap-2">
        <h4 className="flex-1 font-medium">{name}</h4>
        {inUse && (
          <span className="flex items-center gap-1 text-sm text-accent">
            <Check size={14} aria-hidden />
            {t("app.models.in_use")}
          </span>
        )}
      </header>
      <p className="text-sm text-muted">{t(TIER_TEXTS[tier].about)}</p>
      <ul className="flex flex-col gap-2 text-sm">
        {models.map(({ slot, model }) => (
          <li key={slot}>
            <span className="block text-xs text-muted">{t(SLOT_TEXTS[slot].label)}</span>
            <span className="block break-words">
              {model.title}
              {model.dimension > 0 && (
                <span className="whitespace-nowrap text-muted">{` · ${t("app.models.dimension", { count: model.dimension })}`}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      <Needs needs={needs} />
      <Doing needs={needs} name={name} />
    </article>
  );
}

/** Memory, disk and licences of a tier. */
export function Needs({ needs }: { needs: TierNeeds }) {
  const t = useText();
  const language = useLanguage();
  const rows = [
    { label: t("app.models.memory_needed"), value: bytesText(needs.memory * MB, language) },
    { label: t("app.models.disk"), value: bytesText(needs.disk, language) },
    { label: t("app.models.licence"), value: needs.licences.join(", ") },
  ];
  return (
    <dl className="mt-auto grid grid-cols-[auto_1fr] gap-x-3 text-sm">
      {rows.map(({ label, value }) => (
        <div key={label} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-muted">{label}</dt>
          <dd className="text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Doing({ needs, name }: { needs: TierNeeds; name: string }) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const captions = needs.models.find(({ slot }) => slot === "MC")?.model;
  const wait = captions && !isThere(captions) && needs.missing.length === 0;
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  const installAll = async () => {
    for (const model of needs.missing) if (!(await install(model))) return;
  };
  if (needs.inUse) return null;
  return (
    <div className="flex flex-col gap-2">
      {needs.missing.length > 0 && (
        <>
          <div>
            <Chip>{t("app.models.missing", { count: needs.missing.length })}</Chip>
          </div>
          <Button icon={Download} isDisabled={busy} onPress={() => void run(installAll)}>
            {t("app.models.install_missing")}
          </Button>
        </>
      )}
      {wait && <p className="text-xs text-muted">{t("app.models.captions_wait")}</p>}
      <Button
        look={needs.missing.length === 0 ? "accent" : "plain"}
        isDisabled={busy || needs.missing.length > 0}
        onPress={() => void run(() => use(needs.tier, name))}
      >
        {t("app.models.use_tier")}
      </Button>
    </div>
  );
}
