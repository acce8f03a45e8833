import type { DoneOf } from "@/shared/bridge";

type Status = DoneOf<"models_status">["payload"];

/** Bytes of one memory; null where nothing could tell. */
export interface Level {
  before: number | null;
  peak: number | null;
  now: number | null;
  after: number | null;
  own: number | null;
}

/** The latest stay of a model in memory. */
export interface Stay {
  model: string;
  precision: string;
  device: string;
  resident: boolean;
  calls: number;
  loadSeconds: number | null;
  memory: Level;
  card: Level;
}

const number = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);
const words = (value: unknown): string => (typeof value === "string" ? value : "");

function level(value: unknown): Level {
  const { before, peak, now, after, own } = (typeof value === "object" && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  return { before: number(before), peak: number(peak), now: number(now), after: number(after), own: number(own) };
}

/** What each model took the last time, those that are in memory now first. */
export function stays({ resident, measured }: Status): Stay[] {
  const now = new Map(resident.map((one) => [`${one.model}:${one.precision}`, one]));
  const found = measured.map((one): Stay => {
    const running = now.get(`${one.model}:${one.precision}`);
    now.delete(`${one.model}:${one.precision}`);
    const memory = level(one.rss);
    return {
      model: words(one.model),
      precision: words(one.precision),
      device: words(running?.device) || words(one.device),
      resident: running !== undefined,
      calls: number(running?.calls) ?? number(one.calls) ?? 0,
      loadSeconds: number(one.load_s),
      memory: running ? { ...memory, now: number(running.rss) ?? memory.now } : { ...memory, now: null },
      card: level(one.vram),
    };
  });
  const others = [...now.values()].map(
    (one): Stay => ({
      model: words(one.model),
      precision: words(one.precision),
      device: words(one.device),
      resident: true,
      calls: number(one.calls) ?? 0,
      loadSeconds: number(one.load_s),
      memory: { ...level(null), now: number(one.rss), peak: number(one.peak) },
      card: { ...level(null), now: number(one.vram) },
    }),
  );
  return [...found, ...others].sort((one, other) => Number(other.resident) - Number(one.resident));
}

/** The model processes that are in memory now, by the id of their model. */
export function residentOf({ resident }: Status, model: string): boolean {
  return resident.some((one) => one.model === model);
}
