import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Running } from "../support";
import { frames, traced } from "./frames";
import { record, travel } from "./recorder";

interface Task {
  library: string;
  out: string;
  trace: string;
  quick: boolean;
}

const task = JSON.parse(process.env.IMAGEPARSER_MEASURE ?? "null") as Task | null;
const ASSETS = join(import.meta.dirname, "../../../python/imageparser/server/static/app");
/** Words as people type them, letter by letter; the library of the bench says them in English and Korean. */
const QUERIES = [
  "clock",
  "red car",
  "mountain",
  "강가",
  "고양이",
  "flower blue",
  "house",
  "사람",
  "tree -dog",
  "rating:>=3",
];
const LETTER_PAUSE = 60;
/** As it is at first, but for the guide, which stands before everything. */
const SETTINGS = JSON.stringify({ state: { language: "en-US", theme: "dark", guided: true }, version: 1 });

const app = new Running(task?.library);
const told: Record<string, unknown> = {};

beforeAll(async () => {
  if (!task) throw new Error("IMAGEPARSER_MEASURE says what to measure");
  await app.start();
});
afterAll(async () => {
  if (task) writeFileSync(task.out, JSON.stringify(told));
  await app.stop();
});

const part = (values: readonly number[], share: number) =>
  [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const round = (value: number) => Math.round(value * 10) / 10;

async function fresh(): Promise<Page> {
  const { page, address } = await app.stranger();
  await page.addInitScript(record);
  await page.addInitScript((kept) => localStorage.setItem("imageparser.settings", kept), SETTINGS);
  await page.goto(address);
  await page.waitForFunction(() => window.recorded.allTiles > 0, null, { timeout: 30_000 });
  return page;
}

it("the first tiles are painted", async () => {
  const times: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < (task?.quick ? 1 : 5); round += 1) {
    const page = await fresh();
    const [first, all, answered] = await page.evaluate(() => {
      const [load] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
      return [window.recorded.firstTile, window.recorded.allTiles, load?.responseStart ?? 0] as const;
    });
    times.push(first - answered);
    whole.push(all - answered);
    if (round === 0) Object.assign(told, { first_screen_kb: await firstScreen(page) });
    await page.context().close();
  }
  Object.assign(told, { paint_ms: round(part(times, 0.5)), paint_all_ms: round(part(whole, 0.5)) });
  Object.assign(told, { paint_slowest_ms: round(Math.max(...times)) });
});

/** The size of all that the page had loaded when its first tiles were there. */
async function firstScreen(page: Page): Promise<number> {
  const paths = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.startsWith("/assets/")),
  );
  const files = ["/index.html", ...new Set(paths)].map((path) => readFileSync(join(ASSETS, path)));
  return round(files.reduce((sum, file) => sum + gzipSync(file).length, 0) / 1000);
}

it("results follow what is typed", async () => {
  const page = await fresh();
  const queries = task?.quick ? QUERIES.slice(0, 1) : QUERIES;
  const type = async () => {
    for (const query of queries) {
      await page.locator("[data-search-field]").press("Control+a");
      await page.keyboard.press("Delete");
      await settled(page);
      for (const letter of query) {
        await page.keyboard.insertText(letter);
        await settled(page);
      }
    }
    const typed = await page.evaluate(() => window.recorded.typed.splice(0));
    // An emptied field, and a blank at the end, ask for what was asked before.
    return typed.filter(({ text }) => text.trim() !== "" && text === text.trim());
  };
  const first = await type();
  const again = await type();
  const enough = queries.join("").length / 2;
  expect(first.length).toBeGreaterThan(enough);
  expect(again.length).toBeGreaterThan(enough);
  const times = (of: typeof first) => of.map(({ ms }) => ms);
  Object.assign(told, {
    typing_p50_ms: round(part(times(first), 0.5)),
    typing_p95_ms: round(part(times(first), 0.95)),
    again_p50_ms: round(part(times(again), 0.5)),
    again_p95_ms: round(part(times(again), 0.95)),
    typing_slowest: [...first]
      .sort((one, other) => other.ms - one.ms)
      .slice(0, 5)
      .map(({ text, ms }) => `${text} ${Math.round(ms)}`)
      .join(", "),
    letters: first.length,
  });
  await page.context().close();
});

/** Wait until the results of the text in the field are shown, and a moment as people do. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const pane = document.querySelector("section[data-query]");
    const field = document.querySelector<HTMLInputElement>("[data-search-field]");
    return pane?.getAttribute("data-query") === field?.value && pane?.getAttribute("aria-busy") === "false";
  });
  await page.waitForTimeout(LETTER_PAUSE);
}

it("the list is scrolled from end to end", async () => {
  const page = await fresh();
  if (!task) return;
  const { quick, trace } = task;
  await jump(page);
  const list = page.locator("[data-results]");
  await list.press("Home");
  await page.waitForTimeout(1000);
  await page.evaluate(() => window.recorded.blank.splice(0));
  await traced(app.browser, trace, async () => {
    await page.evaluate(travel, quick ? { seconds: 1, stops: 1 } : { seconds: 60, stops: 20 });
    await read(page, quick ? 1 : 20);
  });
  await page.waitForTimeout(3000); // what the recording itself held is given back
  const blank = (await page.evaluate(() => window.recorded.blank.splice(0))).map(({ ms }) => ms);
  const drawn = frames(trace);
  Object.assign(told, {
    blank_ms: round(Math.max(0, ...blank)),
    blanks_over_100_ms: blank.filter((ms) => ms > 100).length,
    frames: drawn.count,
    slow_frames_percent: round((100 * drawn.slow) / Math.max(drawn.count, 1)),
    frame_p50_ms: round(drawn.p50),
    frame_p99_ms: round(drawn.p99),
    frame_longest_ms: round(drawn.longest),
    ...(await memory(page)),
  });
  await page.context().close();
});

/** Jump to the end and back, and tell how long the last tile took. */
async function jump(page: Page): Promise<void> {
  const list = page.locator("[data-results]");
  await list.focus();
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    await list.press("Home");
    await page.waitForTimeout(300);
    const took = await page.evaluate(async () => {
      const list = document.querySelector("[data-results]");
      const total = Number(document.querySelector("output[data-total]")?.getAttribute("data-total"));
      const begun = performance.now();
      list?.dispatchEvent(new KeyboardEvent("keydown", { key: "End", bubbles: true }));
      for (;;) {
        await new Promise(requestAnimationFrame);
        const last = document.querySelector(`[data-place="${total - 1}"]`);
        const image = last?.querySelector("img");
        if (image?.complete && image.naturalWidth > 0) return performance.now() - begun;
        if (performance.now() - begun > 10_000) return Number.POSITIVE_INFINITY;
      }
    });
    times.push(took);
  }
  Object.assign(told, { end_ms: round(Math.max(...times)) });
}

/** Scroll as people do who look: by the wheel, some screens in a second. */
async function read(page: Page, turns: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await page.evaluate(() => {
    const list = document.querySelector("[data-results]");
    if (list) list.scrollTop = list.scrollHeight / 3;
  });
  await page.waitForTimeout(500);
  for (let turn = 0; turn < turns; turn += 1) {
    await page.evaluate(() => performance.mark("moving"));
    await session.send("Input.synthesizeScrollGesture", {
      x: 700,
      y: 500,
      yDistance: turn % 5 === 4 ? 3000 : -3000,
      speed: 2500,
      gestureSourceType: "mouse",
    });
    await page.evaluate(() => performance.mark("resting"));
  }
}

/** What the page's process holds, in megabytes: with its share of all that it maps; what is its own, and what it shares
with the browser's process, which is its tiles and decoded pictures. */
async function memory(page: Page): Promise<Record<string, number>> {
  const session = await app.browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const sizes = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => {
      const lines = readFileSync(`/proc/${id}/smaps_rollup`, "utf-8");
      const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(lines)?.[1] ?? 0) / 1024;
      return { pss: of("Pss"), own: of("Pss_Anon"), shared: of("Pss_Shmem") };
    });
  const largest = sizes.sort((one, other) => other.pss - one.pss)[0] ?? { pss: 0, own: 0, shared: 0 };
  const heap = await page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1e6,
  );
  return {
    renderer_mb: round(largest.pss),
    renderer_own_mb: round(largest.own),
    renderer_shared_mb: round(largest.shared),
    heap_mb: round(heap),
  };
}
