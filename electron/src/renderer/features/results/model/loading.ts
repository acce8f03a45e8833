/** As many as a browser loads from one server at a time; more would wait there, in an order that is not ours. */
const AT_ONCE = 6;

interface Waiting {
  place: number;
  begin: () => void;
}

/** Images that load a few at a time, those in sight before those around them. */
export class Loading {
  readonly #most: number;
  readonly #waiting = new Set<Waiting>();
  readonly #busy = new Set<Waiting>();
  #from = 0;
  #to = 0;
  #planned = false;

  constructor(most = AT_ONCE) {
    this.#most = most;
  }

  /** Say which places are in sight. */
  look(from: number, to: number): void {
    this.#from = from;
    this.#to = to;
  }

  /** Ask to load the image of a place; `begin` is called when it is its turn. Returns what is to be called once it is
   * there, has failed or is no longer wanted. */
  ask(place: number, begin: () => void): () => void {
    const asked = { place, begin };
    this.#waiting.add(asked);
    this.#plan();
    return () => {
      this.#waiting.delete(asked);
      if (this.#busy.delete(asked)) this.#plan();
    };
  }

  /** All that are asked for together are there before the first one begins. */
  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      while (this.#busy.size < this.#most && this.#waiting.size > 0) this.#next();
    });
  }

  #next(): void {
    let best: Waiting | undefined;
    for (const one of this.#waiting) if (!best || this.#farther(best.place, one.place)) best = one;
    if (!best) return;
    this.#waiting.delete(best);
    this.#busy.add(best);
    best.begin();
  }

  #farther(one: number, other: number): boolean {
    const away = (place: number) => Math.max(this.#from - place, place - this.#to, 0);
    return away(one) > away(other) || (away(one) === away(other) && one > other);
  }
}
