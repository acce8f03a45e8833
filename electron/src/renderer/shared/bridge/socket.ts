import type { Line, OpName } from "@contract";
import { Client, type DoneOf, OperationError, type PayloadOf, type RunOptions } from "../../../protocol";
import { previewPath, thumbPath, tilePath } from "./addresses";
import type { Bridge, PreviewOptions } from "./bridge";
import { Watched } from "./watched";

/** The part of WebSocket that is used, so that a test can bring another one. */
export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  opened(): void;
  closed(): void;
  message(text: string): void;
}

export interface SocketOptions {
  /** Where the page comes from: `http://127.0.0.1:PORT`. */
  origin: string;
  open: (address: string, events: SocketEvents) => Socket;
  fetch: typeof fetch;
  /** Milliseconds before the first new try; doubled up to `slowest`. */
  firstWait?: number;
  slowest?: number;
  /** Tries without an answer before the state is `offline`; trying goes on. */
  patience?: number;
}

/** The bridge of a browser: messages over a websocket, pictures over HTTP. It connects again by itself. */
export class SocketBridge extends Watched implements Bridge {
  readonly shell = null;
  /** The page cannot know why its server is away. */
  readonly #options: Required<SocketOptions>;
  readonly #client = new Client((request) => this.#send(JSON.stringify(request)));
  #socket: Socket | null = null;
  #open = false;
  #closed = false;
  #waiting: string[] = [];
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SocketOptions) {
    super("connecting");
    this.#options = { firstWait: 200, slowest: 5000, patience: 5, ...options };
    this.#connect();
  }

  run<O extends OpName>(op: O, payload: PayloadOf<O>, options?: RunOptions<O>): Promise<DoneOf<O>> {
    return this.#client.run(op, payload, options);
  }

  thumb(digest: string): string {
    return `/${thumbPath(digest)}`;
  }

  preview(picture: number, options?: PreviewOptions): string {
    return `/${previewPath(picture, options)}`;
  }

  tile(picture: number, level: number, x: number, y: number): string {
    return `/${tilePath(picture, level, x, y)}`;
  }

  async upload(picture: Blob): Promise<string> {
    const answer = await this.#options.fetch(`${this.#options.origin}/upload`, { method: "POST", body: picture });
    const told = (await answer.json()) as {
      path?: string;
      error?: { code: string; message: string; path?: string | null };
    };
    const { code = "internal", message = "", path = null } = told.error ?? {};
    if (told.path === undefined) throw new OperationError(code, message, { path });
    return told.path;
  }

  /** Do not wait for the next try. */
  retry(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  /** Give the connection up for good. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#socket?.close();
    this.become("offline");
  }

  #send(text: string): void {
    if (this.#open) this.#socket?.send(text);
    else if (this.state === "connecting") this.#waiting.push(text);
    else throw new OperationError("offline", "the back end is not there");
  }

  #connect(): void {
    this.#timer = undefined;
    this.#socket = this.#options.open(`${this.#options.origin.replace(/^http/, "ws")}/ws`, {
      opened: () => this.#opened(),
      closed: () => this.#lost(),
      // A frame holds one or more lines: many results come at once.
      message: (text) => {
        for (const line of text.split("\n")) this.#client.receive(JSON.parse(line) as Line);
      },
    });
  }

  #opened(): void {
    this.#open = true;
    this.#tries = 0;
    for (const text of this.#waiting.splice(0)) this.#socket?.send(text);
    this.become("ready");
  }

  #lost(): void {
    this.#open = false;
    this.#waiting = [];
    if (this.#closed) {
      this.#client.fail("the connection was closed");
      return;
    }
    this.#tries += 1;
    this.become(this.#tries > this.#options.patience ? "offline" : "restarting");
    this.#client.fail("the back end went away");
    const wait = Math.min(this.#options.firstWait * 2 ** (this.#tries - 1), this.#options.slowest);
    this.#timer = setTimeout(() => this.#connect(), wait);
  }
}
