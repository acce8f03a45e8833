import type { OpName } from "@contract";
import type { Exposed } from "../../../preload";
import { Client, type DoneOf, type PayloadOf, type RunOptions } from "../../../protocol";
import { previewPath, thumbPath, tilePath } from "./addresses";
import type { Bridge, PreviewOptions, Shell } from "./bridge";
import { Watched } from "./watched";

const HOST = "picture/";

/** The bridge of the desktop shell: messages through the preload script, pictures over schemes of their own. */
export class ShellBridge extends Watched implements Bridge {
  readonly shell: Shell;
  readonly #exposed: Exposed;
  readonly #client: Client;

  constructor(exposed: Exposed) {
    super(exposed.state());
    this.#exposed = exposed;
    this.#client = new Client((request) => exposed.send(request));
    exposed.onLine((line) => this.#client.receive(line));
    exposed.onState((state, fault) => this.become(state, fault));
    const { chooseFolder, chooseFile, chooseTarget, reveal, drag, pathOf, onCommand } = exposed;
    this.shell = { chooseFolder, chooseFile, chooseTarget, reveal, drag, pathOf, onCommand };
  }

  retry(): void {
    this.#exposed.restart();
  }

  run<O extends OpName>(op: O, payload: PayloadOf<O>, options?: RunOptions<O>): Promise<DoneOf<O>> {
    return this.#client.run(op, payload, options);
  }

  thumb(digest: string): string {
    return address(thumbPath(digest));
  }

  preview(picture: number, options?: PreviewOptions): string {
    return address(previewPath(picture, options));
  }

  tile(picture: number, level: number, x: number, y: number): string {
    return address(tilePath(picture, level, x, y));
  }

  async upload(picture: Blob): Promise<string> {
    return this.#exposed.bring(new Uint8Array(await picture.arrayBuffer()));
  }
}

/** `thumb/x.webp` becomes `thumb://picture/x.webp`: the kind of a picture is its scheme. */
function address(path: string): string {
  return path.replace("/", `://${HOST}`);
}
