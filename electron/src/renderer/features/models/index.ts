export { CaptionServer } from "./CaptionServer";
export { Models as default } from "./Models";
export { type Model, needsOf, TIERS, type Tier, type TierNeeds } from "./model/tiers";
export { Needs } from "./Tiers";
export { TIER_TEXTS } from "./words";
export { use } from "./work";
