// The six pictures of the README: the app over the sample library of `make run`, as it is.
// usage: node scripts/readme_pictures.mjs [FOLDER OF THE SAMPLE]   (after `make run`; CHROMIUM_PATH, IMAGEPARSER_PYTHON)
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ROOT = join(import.meta.dirname, "..");
const { chromium } = createRequire(join(ROOT, "electron/package.json"))("playwright-core");
const PYTHON = process.env.IMAGEPARSER_PYTHON ?? join(ROOT, ".venv/bin/python");
const SAMPLE = process.argv[2] ?? join(ROOT, "build/sample/pictures");
const OUT = join(ROOT, "docs/pictures");
const SIZE = { width: 1280, height: 800 };
const MOST_BYTES = 150_000;

const folder = mkdtempSync(join(tmpdir(), "imageparser-readme-"));
const library = join(folder, "library.sqlite");
// Paths are on the screen: those of the machine that draws are nobody's business.
const pictures = join(folder, "Pictures");
const env = { ...process.env, PYTHONUTF8: "1" };
const imageparser = ["-m", "imageparser", "--library", library];
const cells = "[data-results] [role=option]";

function run(...args) {
  const done = spawnSync(PYTHON, [...imageparser, ...args], { env, stdio: "ignore" });
  if (done.status !== 0) throw new Error(`imageparser ${args.join(" ")} failed`);
}

function op(name, payload) {
  run("op", name, "--payload", JSON.stringify(payload));
}

async function serve() {
  const server = spawn(PYTHON, [...imageparser, "serve", "--json"], { env, stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of createInterface({ input: server.stdout })) return { server, url: JSON.parse(line).url };
  throw new Error("the app did not start");
}

/** Keep what is on the screen as WebP, small enough for a page. */
async function keep(page, name) {
  await page.waitForTimeout(900);
  const shot = (await page.screenshot()).toString("base64");
  const blank = await page.context().newPage();
  for (const quality of [0.86, 0.78, 0.68, 0.55]) {
    const data = await blank.evaluate(
      async ([png, share]) => {
        const image = new Image();
        image.src = `data:image/png;base64,${png}`;
        await image.decode();
        const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
        canvas.getContext("2d").drawImage(image, 0, 0);
        return canvas.toDataURL("image/webp", share).split(",")[1];
      },
      [shot, quality],
    );
    const bytes = Buffer.from(data, "base64");
    if (bytes.length > MOST_BYTES) continue;
    writeFileSync(join(OUT, `${name}.webp`), bytes);
    process.stderr.write(`${name}.webp: ${bytes.length} bytes\n`);
    break;
  }
  await blank.close();
}

async function search(page, query) {
  const field = page.locator("[data-search-field]");
  await field.fill(query);
  await field.press("Enter");
  await field.press("Escape");
  await field.blur();
  await page.waitForTimeout(700);
}

/** What somebody who uses the app would have made in it. */
function prepare() {
  cpSync(SAMPLE, pictures, { recursive: true });
  run("index", pictures, "--no-progress");
  op("tag_save", { tag: "space", color: "#5a8dee", aliases: ["우주"] });
  op("tag_edit", { query: "folder:우주", add: ["space"] });
  op("tag_edit", { query: "folder:정원", add: ["garden"] });
  op("tag_save", { tag: "garden", color: "#46a758", aliases: ["정원"] });
  op("mark", { query: "folder:우주", rating: 4 });
  op("collection_save", { name: "Reference" });
  op("collection_save", { name: "Space", parent: 1 });
  op("collection_edit", { collection: 2, action: "add", query: "folder:우주" });
  op("collection_save", { name: "Four stars", query: "rating:>=4" });
}

const VIEWS = [
  {
    name: "search",
    shows: async (page) => {
      await search(page, "고양이");
      await page.locator(cells).first().click();
      await page.keyboard.press("i");
    },
  },
  {
    name: "library",
    shows: async (page) => {
      await page.getByRole("tab", { name: "Library" }).click();
      await page.locator("[data-collection=Space] [data-choose]").click();
      await page.waitForTimeout(600);
      await page.locator(cells).first().click();
    },
  },
  {
    name: "layers",
    shows: async (page) => {
      await search(page, "format:psd layers:>=2");
      await page.locator(cells).first().dblclick();
      await page.getByRole("treeitem").first().waitFor();
    },
  },
  {
    name: "compare",
    shows: async (page) => {
      await search(page, "folder:차고");
      await page.locator(cells).first().click();
      await page.locator(cells).nth(1).click({ modifiers: ["Shift"] });
      await page.keyboard.press("c");
    },
  },
  {
    name: "duplicates",
    at: "duplicates",
    shows: async (page) => {
      await page.waitForTimeout(1500);
    },
  },
  {
    name: "archive",
    at: "archive",
    shows: async (page) => {
      await page.getByRole("textbox", { name: "Folder of pictures", exact: true }).fill(join(pictures, "AI 그림"));
      await page.getByRole("button", { name: "Read the prompts" }).click();
      await page.getByText(/known in this folder/).waitFor();
      await page.getByRole("button", { name: "Next" }).click();
      await page.waitForTimeout(600);
      await page.getByRole("button", { name: "Next" }).click();
      await page.locator("[data-tag^='orange dahlia']").click();
    },
  },
];

mkdirSync(OUT, { recursive: true });
prepare();
const { server, url } = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"],
});
try {
  const context = await browser.newContext({ viewport: SIZE, reducedMotion: "reduce", locale: "en-US" });
  const first = await context.newPage();
  await first.goto(url);
  const origin = new URL(url).origin;
  await first.close();
  for (const { name, at, shows } of VIEWS) {
    const page = await context.newPage();
    await page.addInitScript(() => {
      const state = { theme: "dark", language: "en-US", tile: 160, started: true };
      localStorage.setItem("imageparser.settings", JSON.stringify({ state, version: 1 }));
    });
    await page.goto(at ? `${origin}/#/${at}` : origin);
    await page.locator("main").waitFor();
    await page.waitForTimeout(1200);
    await shows(page);
    await keep(page, name);
    await page.close();
  }
} finally {
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
