import { writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { found, Running } from "../support";

/** Given by `bench/cases/layer_toggle.py`; the library with the document is `IMAGEPARSER_E2E_LIBRARY`. */
const out = process.env.IMAGEPARSER_MEASURE_LAYERS;
const app = new Running();

beforeAll(async () => {
  if (out) await app.start();
});
afterAll(() => app.stop());

/** Milliseconds from the release of the pointer on an eye. */
interface Times {
  /** Until the drawing was asked for. */
  asked: number;
  /** Until it was there. */
  came: number;
  /** Until a frame with it was drawn. */
  drawn: number;
}

async function click(page: Page, layer: string): Promise<Times> {
  const drawn = page.evaluate(
    () =>
      new Promise<Times>((resolve) => {
        let begun = 0;
        performance.clearResourceTimings();
        window.addEventListener("pointerup", (event) => (begun = event.timeStamp), { capture: true, once: true });
        const canvas = document.querySelector("[data-rendering=whole]");
        const observer = new MutationObserver(() => {
          observer.disconnect();
          requestAnimationFrame(() =>
            setTimeout(() => {
              const now = performance.now() - begun;
              const one = performance.getEntriesByType("resource").find(({ name }) => name.includes("hidden="));
              const { startTime = 0, duration = 0 } = one ?? {};
              resolve({ asked: startTime - begun, came: startTime + duration - begun, drawn: now });
            }),
          );
        });
        if (canvas) observer.observe(canvas, { attributes: true, attributeFilter: ["data-shown"] });
      }),
  );
  await page.locator(`[data-layer="${layer}"]`).getByRole("button", { name: "Hide the layer" }).click();
  return drawn;
}

it.skipIf(!out)(
  "the picture follows the eyes of its layers",
  async () => {
    const page = await app.open();
    expect(await found(page)).toBeGreaterThan(0);
    await page.locator("[data-results] [role=option]").first().dblclick();
    await page.locator("[data-stage] canvas").first().waitFor();
    const tree = page.getByRole("tree");
    await tree.getByRole("treeitem").first().waitFor();
    const times: Times[] = [];
    const seen = new Set<string>();
    let first: Times | null = null;
    for (let at = 0; at < 200; at += 1) {
      const rows = tree.getByRole("treeitem").filter({ has: page.getByRole("button", { name: "Hide the layer" }) });
      const ids = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-layer") ?? ""));
      const next = ids.find((id) => !seen.has(id));
      if (next === undefined) break;
      seen.add(next);
      const row = page.locator(`[data-layer="${next}"]`);
      await row.scrollIntoViewIfNeeded();
      // People look at a layer before they switch it: what is small of it is there.
      await page.waitForFunction(() => !document.querySelector("[data-thumb]:not([data-thumb=there])"));
      const one = await click(page, next);
      if (first) times.push(one);
      else first = one;
      await row.getByRole("button", { name: "Show the layer" }).click();
      await page.waitForTimeout(50);
    }
    const part = (of: keyof Times, share: number) => {
      const sorted = times.map((one) => one[of]).sort((a, b) => a - b);
      return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
    };
    const size = await page.locator("[data-rendering=whole]").evaluate((canvas) => (canvas as HTMLCanvasElement).width);
    const told = {
      switches: times.length,
      first_ms: Math.round(first?.drawn ?? 0),
      asked_ms: part("asked", 0.5),
      came_ms: part("came", 0.5),
      p50_ms: part("drawn", 0.5),
      p95_ms: part("drawn", 0.95),
      worst_ms: part("drawn", 1),
      size,
    };
    writeFileSync(out ?? "", JSON.stringify(told));
  },
  300_000,
);
