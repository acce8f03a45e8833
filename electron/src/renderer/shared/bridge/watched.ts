import type { BridgeFault, BridgeState } from "./bridge";

/** The state of a back end that components watch; what both bridges share. */
export class Watched {
  readonly #listeners = new Set<() => void>();
  #state: BridgeState;
  #fault: BridgeFault = null;

  constructor(state: BridgeState) {
    this.#state = state;
  }

  get state(): BridgeState {
    return this.#state;
  }

  get fault(): BridgeFault {
    return this.#fault;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected become(state: BridgeState, fault: BridgeFault = null): void {
    if (state === this.#state && fault === this.#fault) return;
    this.#state = state;
    this.#fault = fault;
    for (const listener of [...this.#listeners]) listener();
  }
}
