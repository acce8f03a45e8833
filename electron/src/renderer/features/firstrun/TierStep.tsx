import { useState } from "react";
import { type Model, Needs, needsOf, TIER_TEXTS, TIERS, type Tier, type TierNeeds, use } from "@/features/models";
import { useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import { Busy, Choices } from "@/shared/ui";

/** Which models look at the pictures: the built-in ones are there, the others can come later. */
export function TierStep() {
  const t = useText();
  const { data } = useAsk("models_list", {});
  return (
    <section aria-label={t("app.guide.tier")} className="flex flex-col gap-3">
      <h3 className="text-lg">{t("app.guide.tier")}</h3>
      <p className="text-muted">{t("app.guide.tier_about")}</p>
      {data ? <Tiers models={data.models} /> : <Busy label={t("app.loading")} />}
    </section>
  );
}

function Tiers({ models }: { models: readonly Model[] }) {
  const t = useText();
  const all = TIERS.map((tier) => needsOf(tier, models));
  const [busy, setBusy] = useState(false);
  const chosen = all.find(({ inUse }) => inUse)?.tier ?? "builtin";
  const choose = async (tier: Tier) => {
    setBusy(true);
    await use(tier, t(TIER_TEXTS[tier].label));
    setBusy(false);
  };
  const options = all.map((needs) => ({
    value: needs.tier,
    label: t(TIER_TEXTS[needs.tier].label),
    disabled: busy || needs.missing.length > 0,
    body: <TierBody needs={needs} />,
  }));
  return (
    <Choices label={t("app.guide.tier")} value={chosen} options={options} onChange={(tier) => void choose(tier)} />
  );
}

function TierBody({ needs }: { needs: TierNeeds }) {
  const t = useText();
  const { label, about } = TIER_TEXTS[needs.tier];
  return (
    <span className="flex flex-wrap gap-x-6 gap-y-1">
      <span className="min-w-64 flex-1">
        <span className="block font-medium">{t(label)}</span>
        <span className="block text-sm text-muted">{t(about)}</span>
        {needs.missing.length > 0 && <span className="block text-sm text-muted">{t("app.guide.tier_later")}</span>}
      </span>
      <span className="w-60">
        <Needs needs={needs} />
      </span>
    </span>
  );
}
