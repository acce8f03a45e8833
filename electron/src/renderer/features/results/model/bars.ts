import type { FoundAxis } from "@/shared/data";

const HALF = 10;

/** How much an axis speaks for a picture, from 0 to 1, by its place there: the first counts one, the tenth half. */
export function strength(axis: FoundAxis | undefined): number {
  if (!axis?.rank) return 0;
  return HALF / (HALF + axis.rank - 1);
}

/** Weights of which the sum is one, one of them set by hand and the others keeping their proportion. */
export function balanced<K extends string>(
  weights: Record<K, number>,
  axis: NoInfer<K>,
  value: number,
): Record<K, number> {
  const others = (Object.keys(weights) as K[]).filter((one) => one !== axis);
  const sum = others.reduce((total, one) => total + weights[one], 0);
  const left = 1 - value;
  const share = (one: K) => (sum > 0 ? (weights[one] / sum) * left : left / others.length);
  return { ...weights, ...Object.fromEntries(others.map((one) => [one, share(one)])), [axis]: value };
}
