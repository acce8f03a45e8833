import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What the app remembers of this machine; everything else is the library's. */
export interface AppSettings {
  library: string | null;
  python: string | null;
  window: { x?: number; y?: number; width: number; height: number; maximized: boolean };
}

export const USUAL: AppSettings = {
  library: null,
  python: null,
  window: { width: 1440, height: 900, maximized: false },
};

/** The settings file: what is wrong in it counts as not said, what is written is whole or not there. */
export class SettingsFile {
  readonly path: string;
  #values: AppSettings;

  constructor(folder: string) {
    this.path = join(folder, "settings.json");
    this.#values = read(this.path);
  }

  get values(): AppSettings {
    return this.#values;
  }

  change(some: Partial<AppSettings>): void {
    this.#values = { ...this.#values, ...some };
    mkdirSync(dirname(this.path), { recursive: true });
    const temporary = `${this.path}.${process.pid}.tmp`;
    writeFileSync(temporary, `${JSON.stringify(this.#values, null, 2)}\n`, "utf8");
    renameSync(temporary, this.path);
  }
}

function read(path: string): AppSettings {
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return USUAL;
  }
  if (typeof found !== "object" || found === null) return USUAL;
  const { library, python, window } = found as Record<string, unknown>;
  return { library: text(library), python: text(python), window: bounds(window) };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function bounds(value: unknown): AppSettings["window"] {
  const { x, y, width, height, maximized } = (typeof value === "object" && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  const place = Number.isInteger(x) && Number.isInteger(y) ? { x: x as number, y: y as number } : {};
  return { ...place, width: side(width, 1440), height: side(height, 900), maximized: maximized === true };
}

function side(value: unknown, usual: number): number {
  return typeof value === "number" && value >= 320 && value <= 32_768 ? Math.round(value) : usual;
}
