/** Passes values on at once, but no two within a time: of those that come faster only the last one goes, at its end. */
export class Pace<T> {
  readonly #pass: (value: T) => void;
  readonly #least: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next = 0;

  constructor(pass: (value: T) => void, least: number) {
    this.#pass = pass;
    this.#least = least;
  }

  give(value: T): void {
    this.stop();
    const wait = this.#next - performance.now();
    if (wait <= 0) this.#go(value);
    else this.#timer = setTimeout(() => this.#go(value), wait);
  }

  /** Pass what waits no longer on. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #go(value: T): void {
    this.#next = performance.now() + this.#least;
    this.#pass(value);
  }
}
