import type { DoneOf } from "@/shared/bridge";

export type Model = DoneOf<"models_list">["payload"]["models"][number];
export const TIERS = ["builtin", "standard", "pro", "ultra"] as const;
export type Tier = (typeof TIERS)[number];
export const SLOTS = ["VV", "VT", "MV", "MC"] as const;
export type Slot = (typeof SLOTS)[number];
/** What can be chosen; texts in the space of the pictures follow the model of the pictures. */
export const CHOSEN = ["VV", "MV", "MC"] as const satisfies readonly Slot[];
export type ChosenSlot = (typeof CHOSEN)[number];

export interface TierNeeds {
  tier: Tier;
  /** The model of each slot that can be chosen. */
  models: { slot: ChosenSlot; model: Model }[];
  /** What must be installed before the tier can be used; captions may wait for their server. */
  missing: Model[];
  /** The most memory at a time in MB: models take turns where they do not fit together. */
  memory: number;
  /** About what its models take on the disk, in bytes. */
  disk: number;
  licences: string[];
  inUse: boolean;
}

const MB = 1_000_000;

export function isThere({ state }: Pick<Model, "state">): boolean {
  return state === "package" || state === "installed";
}

/** Bytes on the disk: what is there, else as much as the weights in memory, which is what will come. */
export function diskOf(model: Model): number {
  return isThere(model) ? model.size : model.memory_mb * MB;
}

/** What a tier needs and whether it is in use. */
export function needsOf(tier: Tier, all: readonly Model[]): TierNeeds {
  const models = CHOSEN.flatMap((slot) => {
    const model = all.find((one) => one.slots.includes(slot) && one.tiers.includes(tier));
    return model ? [{ slot, model }] : [];
  });
  const each = [...new Set(models.map(({ model }) => model))];
  return {
    tier,
    models,
    missing: models.filter(({ slot, model }) => slot !== "MC" && !isThere(model)).map(({ model }) => model),
    memory: Math.max(0, ...each.map(({ memory_mb }) => memory_mb)),
    disk: each.reduce((sum, model) => sum + diskOf(model), 0),
    licences: [...new Set(each.map(({ licence }) => licence))],
    inUse: models.length > 0 && models.every(({ slot, model }) => model.serves.includes(slot)),
  };
}

/** The slots that a model could be chosen for. */
export function chosenSlots(model: Model): ChosenSlot[] {
  return CHOSEN.filter((slot) => model.slots.includes(slot));
}

/** How many results are to be made anew, over all phases. */
export function anewCount(anew: Readonly<Record<string, number>>): number {
  return Object.values(anew).reduce((sum, count) => sum + count, 0);
}
