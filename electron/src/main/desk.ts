import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Electron, Window } from "./electron/types";
import type { Router } from "./router";

/** The largest picture that can be dropped or pasted as bytes. */
export const LARGEST = 512 * 1024 * 1024;

type Call = (window: Window | null, ...given: unknown[]) => Promise<unknown>;

/** What the page may ask the desktop for, each by its name. */
export class Desk {
  readonly #electron: Pick<Electron, "dialog" | "shell" | "nativeImage">;
  readonly #router: Pick<Router, "run">;
  readonly #folder = mkdtempSync(join(tmpdir(), "imageparser-"));
  #brought = 0;

  constructor(electron: Pick<Electron, "dialog" | "shell" | "nativeImage">, router: Pick<Router, "run">) {
    this.#electron = electron;
    this.#router = router;
  }

  readonly calls: Record<string, Call> = {
    chooseFolder: (window) => this.#choose(window, { properties: ["openDirectory", "createDirectory"] }),
    chooseFile: (window, extensions) =>
      this.#choose(window, { properties: ["openFile"], filters: filters(extensions) }),
    chooseTarget: async (window, name) => {
      const options = { defaultPath: text(name) };
      const { dialog } = this.#electron;
      const chosen = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options));
      return chosen.canceled || !chosen.filePath ? null : chosen.filePath;
    },
    reveal: async (_window, path) => this.#electron.shell.showItemInFolder(text(path)),
    drag: async (window, pictures) => {
      const files = await this.#paths(pictures);
      const [first] = files;
      if (!window || first === undefined) return;
      const icon = await this.#electron.nativeImage.createThumbnailFromPath(first, { width: 96, height: 96 });
      window.webContents.startDrag({ file: first, files, icon });
    },
    bring: async (_window, bytes) => {
      if (!(bytes instanceof Uint8Array) || bytes.byteLength > LARGEST) throw new Error("no picture");
      this.#brought += 1;
      const path = join(this.#folder, `picture-${this.#brought}`);
      writeFileSync(path, bytes);
      return path;
    },
  };

  /** Delete what was brought in. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #choose(window: Window | null, options: Electron.OpenDialogOptions): Promise<string | null> {
    const { dialog } = this.#electron;
    const chosen = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
  }

  /** Only pictures of the library are handed out, by their numbers. */
  async #paths(pictures: unknown): Promise<string[]> {
    const ids = Array.isArray(pictures) ? pictures.filter((one) => Number.isSafeInteger(one) && one > 0) : [];
    const found = await Promise.all(ids.slice(0, 1000).map((id) => this.#router.run("picture", { id })));
    return found.filter((done) => !done.payload.missing).map((done) => done.payload.path);
  }
}

function text(value: unknown): string {
  if (typeof value !== "string" || value.includes("\u0000")) throw new Error("a text is needed");
  return value;
}

function filters(extensions: unknown): { name: string; extensions: string[] }[] {
  const some = Array.isArray(extensions) ? extensions.filter((one) => /^[a-z0-9]{1,8}$/i.test(String(one))) : [];
  return some.length ? [{ name: some.join(", "), extensions: some }] : [];
}
