import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PLACES } from "./places";
import { Running } from "./support";

// The main five screens against small grey pictures of how they stood when somebody last looked at them (e2e/baselines):
// 144 x 90 pixels, without the pictures of the library. They show where things stand, not what they say, so that another
// Chromium may smooth letters otherwise; where other fonts are found the widths of texts differ, and nothing is compared.
// IMAGEPARSER_BASELINES=write makes them anew.

const FOLDER = join(import.meta.dirname, "baselines");
const FIVE = ["pictures", "library", "viewer", "duplicates", "settings"];
const WRITE = process.env.IMAGEPARSER_BASELINES === "write";
/** Of 255, on the average; and the share of points that may be quite another grey. */
const MEAN = 5;
const OTHERS = 0.04;

const app = new Running();
beforeAll(() => app.start());
afterAll(() => app.stop());

/** The width of some Latin and Hangul letters, by which a set of fonts is known. */
const widthOf = (page: Page) =>
  page.evaluate(() => {
    const pen = document.createElement("canvas").getContext("2d");
    if (!pen) return 0;
    pen.font = `40px ${getComputedStyle(document.body).fontFamily}`;
    return Math.round(pen.measureText("Fonts 0123 글꼴 라이브러리").width);
  });

/** The page as a small grey picture, as a PNG in base64. */
async function small(page: Page): Promise<string> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "img, canvas, [data-stage] * { visibility: hidden !important } time, output { opacity: 0 !important }",
    );
    document.adoptedStyleSheets.push(sheet);
  });
  await page.waitForTimeout(300);
  const shot = (await page.screenshot()).toString("base64");
  const blank = await page.context().newPage();
  try {
    return await blank.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: 144, height: 90 });
      const pen = canvas.getContext("2d");
      if (pen) {
        pen.filter = "grayscale(1)";
        pen.imageSmoothingQuality = "high";
        pen.drawImage(image, 0, 0, 144, 90);
      }
      return canvas.toDataURL("image/png").split(",")[1] ?? "";
    }, shot);
  } finally {
    await blank.close();
  }
}

/** How far two small pictures are from each other: on the average, and the share of points that are. */
async function distance(page: Page, one: string, other: string): Promise<{ mean: number; others: number }> {
  const blank = await page.context().newPage();
  try {
    return await blank.evaluate(
      async (pair) => {
        const greys = await Promise.all(
          pair.map(async (data) => {
            const image = new Image();
            image.src = `data:image/png;base64,${data}`;
            await image.decode();
            const canvas = Object.assign(document.createElement("canvas"), { width: 144, height: 90 });
            const pen = canvas.getContext("2d");
            pen?.drawImage(image, 0, 0);
            return (pen?.getImageData(0, 0, 144, 90).data ?? []).filter((_, at) => at % 4 === 0);
          }),
        );
        const far = [...(greys[0] ?? [])].map((grey, at) => Math.abs(grey - (greys[1]?.[at] ?? 0)));
        const sum = far.reduce((total, step) => total + step, 0);
        return { mean: sum / far.length, others: far.filter((step) => step > 40).length / far.length };
      },
      [one, other],
    );
  } finally {
    await blank.close();
  }
}

it.for(PLACES.filter(({ name }) => FIVE.includes(name)))("$name stands as it did", async ({ name, go }, { skip }) => {
  const page = await app.open();
  try {
    await go(page, "en-US");
    const fonts = await widthOf(page);
    const now = await small(page);
    const file = join(FOLDER, `${name}.png`);
    if (WRITE) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, Buffer.from(now, "base64"));
      writeFileSync(join(FOLDER, "fonts.json"), `${JSON.stringify({ width: fonts })}\n`);
      return;
    }
    expect(existsSync(file), `${file} is missing: IMAGEPARSER_BASELINES=write`).toBe(true);
    const { width } = JSON.parse(readFileSync(join(FOLDER, "fonts.json"), "utf-8")) as { width: number };
    if (Math.abs(width - fonts) > 2) skip(`other fonts: ${fonts} wide, the baseline ${width}`);
    const { mean, others } = await distance(page, readFileSync(file).toString("base64"), now);
    expect(mean, name).toBeLessThan(MEAN);
    expect(others, name).toBeLessThan(OTHERS);
  } finally {
    await page.close();
  }
});

it("tells one screen from another", async () => {
  const page = await app.open();
  const file = (name: string) => readFileSync(join(FOLDER, `${name}.png`)).toString("base64");
  const { mean, others } = await distance(page, file("library"), file("settings"));
  expect(mean > MEAN || others > OTHERS).toBe(true);
  await page.close();
});
