import type { TextKey } from "@/shared/text";
import type { Model, Slot, Tier } from "./model/tiers";

export const SLOT_TEXTS: Record<Slot, { label: TextKey; about: TextKey }> = {
  VV: { label: "app.models.slot.vv", about: "app.models.slot.vv_about" },
  VT: { label: "app.models.slot.vt", about: "app.models.slot.vt_about" },
  MV: { label: "app.models.slot.mv", about: "app.models.slot.mv_about" },
  MC: { label: "app.models.slot.mc", about: "app.models.slot.mc_about" },
};

export const TIER_TEXTS: Record<Tier, { label: TextKey; about: TextKey }> = {
  builtin: { label: "app.models.tier.builtin", about: "app.models.tier.builtin_about" },
  standard: { label: "app.models.tier.standard", about: "app.models.tier.standard_about" },
  pro: { label: "app.models.tier.pro", about: "app.models.tier.pro_about" },
  ultra: { label: "app.models.tier.ultra", about: "app.models.tier.ultra_about" },
};

export const STATE_TEXTS: Record<Model["state"], TextKey> = {
  package: "app.models.state.package",
  installed: "app.models.state.installed",
  absent: "app.models.state.absent",
  damaged: "app.models.state.damaged",
};
