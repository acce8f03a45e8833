import type { OpName } from "@contract";
import type { DoneOf, PayloadOf, RunOptions } from "../../../protocol";

/** `restarting`: the back end went away and is being started again; `offline`: nobody tries any more. */
export type BridgeState = "connecting" | "ready" | "restarting" | "offline";

/** Why nobody tries any more: another version of the protocol, one crash after the other, nothing that can be started. */
export type BridgeFault = "version" | "crashes" | "absent" | null;

export interface PreviewOptions {
  /** The longer side of what is shown, in pixels; full size where it is left out. */
  size?: number;
  /** Layers that are switched off beside the document's own switches. */
  hidden?: number[];
  /** Layers that are switched on though the document hides them. */
  shown?: number[];
  /** The one layer (or group) to show alone. */
  only?: number;
  /** Cut to the box of that layer. */
  crop?: boolean;
  /** The only part that is wanted: left, top, right, bottom. */
  region?: readonly [number, number, number, number];
  /** Made from the layers though none is switched. */
  layers?: boolean;
  /** The difference to another picture, as colours. */
  against?: number;
}

/** What only a desktop shell can do; absent in a browser. */
export interface Shell {
  chooseFolder(): Promise<string | null>;
  chooseFile(extensions: string[]): Promise<string | null>;
  chooseTarget(name: string): Promise<string | null>;
  /** Show a file in the system's file manager. */
  reveal(path: string): void;
  /** Hand files of the library to the program under the mouse. */
  drag(pictures: number[]): void;
  /** Where a dropped file or folder lies. */
  pathOf(file: File): string;
  /** Commands of the menu and of deep links (`open-picture:12`). */
  onCommand(listener: (command: string) => void): () => void;
}

/** The only way from the renderer to the back end. */
export interface Bridge {
  run<O extends OpName>(op: O, payload: PayloadOf<O>, options?: RunOptions<O>): Promise<DoneOf<O>>;
  /** Address of a stored thumbnail by the digest of its picture. */
  thumb(digest: string): string;
  /** Address of a rendering of a picture, with layers switched as told. */
  preview(picture: number, options?: PreviewOptions): string;
  /** Address of a 512-pixel tile; level 0 is full size, each further one half of it. */
  tile(picture: number, level: number, x: number, y: number): string;
  /** Bring in a dropped or pasted picture; returns the path that `find` takes as `image`. */
  upload(picture: Blob): Promise<string>;
  readonly state: BridgeState;
  /** Why it is `offline`, where that is known. */
  readonly fault: BridgeFault;
  /** Try again now. */
  retry(): void;
  /** Hear of changes of `state`; returns what ends it. */
  subscribe(listener: () => void): () => void;
  readonly shell: Shell | null;
}
