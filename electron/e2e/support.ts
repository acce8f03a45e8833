import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

export const ROOT = join(import.meta.dirname, "../..");
export const PYTHON = process.env.IMAGEPARSER_PYTHON ?? join(ROOT, ".venv/bin/python");
export const CORPUS = process.env.IMAGEPARSER_CORPUS ?? join(ROOT, "shared/corpus");
const CHROMIUM = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const ARTEFACTS = join(import.meta.dirname, "artefacts");
const FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb", "--hide-scrollbars=false"];
const VIEWPORT = { width: 1440, height: 900 };
/** Real pictures of every kind, few enough to be indexed in a moment. */
const FOLDERS = ["retrieval", "photos/imageio", "psd/psd-tools", "png_meta"];

export interface Setting {
  language?: "en-US" | "ko-KR";
  theme?: "dark" | "light";
  /** The first-run guide was left already. */
  guided?: boolean;
}

/** The real back end over a library of real pictures, with the app in Chromium. */
export class Running {
  readonly folder = mkdtempSync(join(tmpdir(), "imageparser-e2e-"));
  library = join(this.folder, "library.sqlite");
  /** Settings of its own, so that no test touches those of who runs it. */
  readonly settings = join(this.folder, "user-settings.yaml");
  /** What the page said went wrong; a test that does not expect it fails. */
  readonly errors: string[] = [];
  #server: ChildProcess | undefined;
  #browser: Browser | undefined;
  #context: BrowserContext | undefined;
  #origin = "";
  readonly #given: string | undefined;

  /** A library that is there already is taken as it is, and stays. */
  constructor(library?: string) {
    this.#given = library;
  }

  /** With `folders` these are indexed instead of the usual ones; without any in it the library stays empty. */
  async start(folders?: readonly string[]): Promise<void> {
    writeFileSync(this.settings, `models:\n  folder: ${JSON.stringify(join(this.folder, "models"))}\n`);
    if (this.#given) this.library = this.#given;
    else if (!folders) copyLibrary(process.env.IMAGEPARSER_E2E_LIBRARY ?? "", this.library);
    else if (folders.length > 0) run(["index", ...folders, "--library", this.library, "--no-progress"]);
    const address = await this.#serve();
    this.#browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    this.#context = await this.#browser.newContext({ viewport: VIEWPORT, reducedMotion: "reduce" });
    const page = await this.#context.newPage();
    await page.goto(address);
    await page.close();
  }

  /** The back end again after it was ended, with the page's address as before only for a page that opens anew. */
  async restart(): Promise<void> {
    await this.kill();
    const page = await this.#context?.newPage();
    await page?.goto(await this.#serve());
    await page?.close();
  }

  /** The browser, for what only it can tell. */
  get browser(): Browser {
    if (!this.#browser) throw new Error("start first");
    return this.#browser;
  }

  /** A fresh page that has loaded nothing and is not yet anywhere, with what opens the door to the back end. */
  async stranger(): Promise<{ page: Page; address: string }> {
    const storageState = await this.#context?.storageState();
    const context = await this.browser.newContext({ viewport: VIEWPORT, ...(storageState ? { storageState } : {}) });
    return { page: await context.newPage(), address: this.#origin };
  }

  /** Start the back end; returns the address that opens the page. */
  async #serve(): Promise<string> {
    const server = spawn(PYTHON, ["-m", "imageparser", "serve", "--json", "--library", this.library], {
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, PYTHONUTF8: "1", IMAGEPARSER_SETTINGS: this.settings },
    });
    this.#server = server;
    for await (const line of createInterface({ input: server.stdout })) {
      const { url } = JSON.parse(line) as { url: string };
      this.#origin = new URL(url).origin;
      return url;
    }
    throw new Error("the back end ended before it was ready");
  }

  /** End the back end as a crash would. */
  async kill(): Promise<void> {
    const server = this.#server;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGKILL");
    await gone;
  }

  /** A fresh page with the app in it, its settings as asked; `prepare` sees it before anything is loaded. */
  async open(
    { language = "en-US", theme = "dark", guided = true }: Setting = {},
    prepare?: (page: Page) => Promise<void>,
  ): Promise<Page> {
    if (!this.#context) throw new Error("start first");
    const page = await this.#context.newPage();
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && this.errors.push(message.text()));
    const settings = JSON.stringify({ state: { theme, language, guided }, version: 1 });
    await page.addInitScript((kept) => {
      if (sessionStorage.getItem("prepared")) return;
      sessionStorage.setItem("prepared", "yes");
      localStorage.clear();
      localStorage.setItem("imageparser.settings", kept);
    }, settings);
    await prepare?.(page);
    await page.goto(this.#origin);
    await page.locator("[data-results], main [role=status]:not([aria-label])").first().waitFor();
    return page;
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Make files with Python's imaging library, which the tests of the back end bring. */
export function python(code: string, ...args: string[]): void {
  const done = spawnSync(PYTHON, ["-c", code, ...args], { encoding: "utf-8" });
  if (done.status !== 0) throw new Error(done.stderr);
}

/** Index the real pictures into a library. */
export function indexCorpus(library: string): void {
  const folders = FOLDERS.map((name) => join(CORPUS, name)).filter(existsSync);
  run(["index", ...folders, "--library", library, "--no-progress"]);
}

function run(args: string[]): void {
  const done = spawnSync(PYTHON, ["-m", "imageparser", ...args], {
    encoding: "utf-8",
    env: { ...process.env, PYTHONUTF8: "1" },
  });
  if (done.status !== 0) throw new Error(done.stderr);
}

function copyLibrary(from: string, to: string): void {
  for (const end of ["", "-wal", ".thumbs"])
    if (existsSync(from + end)) cpSync(from + end, to + end, { recursive: true });
}

/** Keep a picture of the page, to be looked at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(ARTEFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTEFACTS, `${name}.png`) });
}

/** How many pictures the app says were found, once the results are those of the query. */
export async function found(page: Page): Promise<number> {
  await page.waitForTimeout(400);
  await page.locator("section[aria-busy=false]:has(output[data-total])").waitFor();
  return Number(await page.locator("output[data-total]").getAttribute("data-total"));
}
