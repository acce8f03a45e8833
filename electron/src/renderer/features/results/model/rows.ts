import type { FoundPicture } from "@/shared/data";

/** So many pictures are asked for at a time: a few screens of them, told within milliseconds. */
export const BLOCK = 100;
/** Questions that are under way side by side; the back end answers hardly more at once. */
const AT_ONCE = 2;
/** After what is seen was told, its images are loaded before anything else is asked for. */
const BREATH_MS = 120;
/** Pictures that are kept; beyond, those go that were asked for the longest time ago and are not wanted now. */
const MOST = 5000;

/** The numbers of results, in order. */
export type Order = ArrayLike<number> & Iterable<number>;
type Ids = readonly number[];
type Ask = (ids: Ids, signal: AbortSignal) => Promise<readonly FoundPicture[]>;

/** The pictures of one search as far as they are needed: what is in sight is asked for first, what no longer is, is not. */
export class Rows {
  readonly #ask: Ask;
  readonly #breath: number;
  #later: ReturnType<typeof setTimeout> | undefined;
  readonly #known = new Map<number, FoundPicture>();
  /** Told before something changed: shown until they are told anew. */
  #old = new Set<number>();
  /** Asked for and not told: no results any more, or the question failed. */
  #absent = new Set<number>();
  readonly #wants = new Map<string, readonly Ids[]>();
  readonly #asking = new Map<AbortController, Ids>();
  readonly #listeners = new Set<() => void>();
  #version = 0;

  constructor(ask: Ask, breath = BREATH_MS) {
    this.#ask = ask;
    this.#breath = breath;
  }

  /** Another number after each change, for `useSyncExternalStore`. */
  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  row(id: number | undefined): FoundPicture | undefined {
    return id === undefined ? undefined : this.#known.get(id);
  }

  /** Take pictures that are told beside: the first page, after which everything else counts as old. Nobody is told of it,
   * because whoever has a new first page draws anyway. */
  renew(first: readonly FoundPicture[]): void {
    this.#old = new Set(this.#known.keys());
    this.#absent.clear();
    for (const picture of first) this.#keep(picture);
  }

  /** Say what somebody wants, the most urgent first; it replaces what they wanted before. */
  want(who: string, blocks: readonly Ids[]): void {
    this.#wants.delete(who);
    if (blocks.length) this.#wants.set(who, blocks);
    this.pump();
  }

  /** Ask for what is missing, as far as not too much is under way, and give up what nobody wants any more. What is less
   * urgent waits until the rest is told: side by side they would hold each other up. */
  pump(): void {
    clearTimeout(this.#later);
    const levels = this.#wanted();
    const wanted = new Set(levels.flat());
    for (const [asking, ids] of this.#asking) {
      if (ids.some((id) => wanted.has(id))) continue;
      this.#asking.delete(asking);
      asking.abort();
    }
    const under = new Set([...this.#asking.values()].flat());
    const level = levels.findIndex((ids) => ids.some((id) => this.#missing(id)));
    const fresh = (levels[level] ?? []).filter((id) => this.#missing(id) && !under.has(id));
    for (let from = 0; from < fresh.length && this.#asking.size < AT_ONCE; from += BLOCK)
      void this.#begin(fresh.slice(from, from + BLOCK), level === 0);
  }

  /** Give everything up that is under way. */
  close(): void {
    this.#wants.clear();
    this.pump();
  }

  /** What is wanted, level by level: what is most urgent to anybody, the latest comer's first, then what comes next. */
  #wanted(): Ids[] {
    const each = [...this.#wants.values()].reverse();
    const longest = Math.max(0, ...each.map((blocks) => blocks.length));
    return Array.from({ length: longest }, (_, at) => each.flatMap((blocks) => blocks[at] ?? []));
  }

  #missing(id: number): boolean {
    return (!this.#known.has(id) || this.#old.has(id)) && !this.#absent.has(id);
  }

  async #begin(ids: Ids, seen: boolean): Promise<void> {
    const asking = new AbortController();
    this.#asking.set(asking, ids);
    const told = await this.#ask(ids, asking.signal).catch(() => null);
    if (!this.#asking.delete(asking)) return; // given up meanwhile
    for (const id of ids) this.#absent.add(id);
    for (const picture of told ?? []) this.#keep(picture);
    if (told) for (const id of ids) if (this.#absent.has(id)) this.#known.delete(id);
    this.#trim();
    this.#version += 1;
    for (const listener of [...this.#listeners]) listener();
    const more = this.#wanted()[0]?.some((id) => this.#missing(id));
    if (seen && !more) this.#later = setTimeout(() => this.pump(), this.#breath);
    else this.pump();
  }

  #keep(picture: FoundPicture): void {
    this.#known.delete(picture.id); // the latest stands last
    this.#known.set(picture.id, picture);
    this.#old.delete(picture.id);
    this.#absent.delete(picture.id);
  }

  #trim(): void {
    if (this.#known.size <= MOST) return;
    const wanted = new Set(this.#wanted().flat());
    for (const id of this.#known.keys()) {
      if (this.#known.size <= MOST) return;
      if (!wanted.has(id)) this.#known.delete(id);
    }
  }
}

/** Stretches of places around those in sight, the most urgent first: what is seen, what is next to it, what comes next on
 * the way, what lies behind. But for the first they begin and end at whole blocks, so that a few steps need no question;
 * on no way (0) there is no more than what is seen. */
export function around(from: number, to: number, ahead: 1 | -1 | 0, total: number): [from: number, to: number][] {
  const seen: [number, number] = [Math.max(from, 0), Math.min(to + 1, total)];
  if (seen[0] >= seen[1]) return [];
  if (ahead === 0) return [seen];
  const first = Math.floor(Math.max(from, 0) / BLOCK) * BLOCK;
  const last = Math.ceil((Math.min(to, total - 1) + 1) / BLOCK) * BLOCK;
  const length = Math.max(last - first, BLOCK);
  const [next, before] = [
    [last, last + length],
    [first - length, first],
  ] as const;
  const stretches = ahead === 1 ? [[first, last], next, before] : [[first, last], before, next];
  const within = stretches
    .map(([start = 0, end = 0]): [number, number] => [Math.max(start, 0), Math.min(end, total)])
    .filter(([start, end]) => start < end);
  return [seen, ...within];
}

/** The numbers of a stretch of places. */
export function slice(order: Order, from: number, to: number): number[] {
  return Array.prototype.slice.call(order, Math.max(from, 0), Math.max(to, 0));
}

/** Where the picture of a place stands in a later order of the same results: it, or the next one that is still there. */
export function followed(before: Order, now: Order, place: number): number {
  if (now[place] === before[place]) return place;
  const last = Math.min(place + BLOCK, before.length);
  for (let at = place; at < last; at += 1) {
    const found = Array.prototype.indexOf.call(now, before[at]);
    if (found >= 0) return found;
  }
  return Math.min(place, Math.max(now.length - 1, 0));
}
