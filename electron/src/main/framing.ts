/** The longest line that is read; the back end keeps to the same. */
export const MAX_LINE = 16 * 1024 * 1024;

const NEWLINE = 0x0a;

/** Whole lines out of chunks of bytes; a longer one than `limit` is dropped and told of. */
export class Lines {
  readonly #take: (line: string) => void;
  readonly #tooLong: () => void;
  readonly #limit: number;
  #pending: Buffer[] = [];
  #size = 0;
  #dropping = false;

  constructor(take: (line: string) => void, tooLong: () => void, limit = MAX_LINE) {
    this.#take = take;
    this.#tooLong = tooLong;
    this.#limit = limit;
  }

  feed(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, end));
      this.#end();
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  #keep(part: Buffer): void {
    if (this.#dropping || part.length === 0) return;
    this.#pending.push(part);
    this.#size += part.length;
    if (this.#size <= this.#limit) return;
    this.#clear();
    this.#dropping = true;
    this.#tooLong();
  }

  /** Bytes become text here only: a character may lie on the border of two chunks. */
  #end(): void {
    const line = Buffer.concat(this.#pending).toString("utf8").trim();
    this.#clear();
    if (line && !this.#dropping) this.#take(line);
    this.#dropping = false;
  }

  #clear(): void {
    this.#pending = [];
    this.#size = 0;
  }
}
