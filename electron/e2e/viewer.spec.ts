import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { found, picture, Running } from "./support";

const app = new Running();
let page: Page;

around(app, () => page);

const cells = (of: Page) => of.locator("[data-results] [role=option]");
const scale = async (of: Page) =>
  Number.parseFloat((await of.getByRole("dialog").locator("output").textContent()) ?? "");

/** What the stage shows, as the colours of a few of its points: it differs where another picture is shown. */
const seen = (of: Page) =>
  of
    .locator("[data-stage] canvas")
    .first()
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pen = (canvas as HTMLCanvasElement).getContext("2d");
      return [0.3, 0.4, 0.5, 0.6, 0.7]
        .map((at) => pen?.getImageData(width * at, height * at, 1, 1).data.join())
        .join(" ");
    });

describe("the viewer", () => {
  it("opens a picture in full size and goes on with the arrows", async () => {
    page = await app.open();
    await found(page);
    const names = await cells(page).evaluateAll((all) =>
      all.slice(0, 3).map((cell) => cell.getAttribute("aria-label") ?? ""),
    );
    await cells(page).nth(2).dblclick();
    const title = page.getByRole("dialog").locator("header h2");
    await expect.poll(() => title.textContent()).toContain(names[2] ?? "?");
    await page.waitForTimeout(800);
    const before = await seen(page);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => title.textContent()).toContain(names[1] ?? "?");
    await expect.poll(() => seen(page)).not.toBe(before);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => seen(page)).toBe(before);
    const strip = page.getByRole("navigation", { name: "Pictures around" });
    expect(await strip.locator("[aria-current=true]").getAttribute("aria-label")).toBe(names[2]);
    await strip.getByRole("button").first().click();
    await expect.poll(() => title.textContent()).toContain(names[0] ?? "?");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => seen(page)).toBe(before);
    await picture(page, "viewer-en-US-dark");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await page.locator("[role=option][aria-selected=true]").getAttribute("aria-label")).toBe(names[2]);
  });

  it("zooms to full size and beyond, moves, and turns", async () => {
    page = await app.open();
    await found(page);
    await cells(page).nth(2).dblclick();
    await page.locator("[data-stage] canvas").first().waitFor();
    await page.waitForTimeout(800);
    await page.keyboard.press("z");
    await expect.poll(() => scale(page)).toBe(100);
    await page.keyboard.press("+");
    await page.keyboard.press("+");
    await expect.poll(() => scale(page)).toBeGreaterThan(200);
    const before = await seen(page);
    await page.mouse.move(600, 400);
    await page.mouse.down();
    await page.mouse.move(700, 480, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => seen(page)).not.toBe(before);
    const moved = await seen(page);
    await page.keyboard.press("r");
    await expect.poll(() => seen(page)).not.toBe(moved);
  });

  it("rates what is looked at, and shows what is known of it", async () => {
    page = await app.open({ language: "ko-KR", theme: "light" });
    await found(page);
    await cells(page).nth(3).dblclick();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("5");
    await page.getByText("그림 1장에 평점 5점을 주었습니다.").waitFor();
    await page.keyboard.press("i");
    await page.getByRole("complementary", { name: "고른 그림 정보" }).waitFor();
    await page.waitForTimeout(500);
    await picture(page, "viewer-ko-KR-light");
    expect(await findings(page)).toEqual([]);
  });

  it("shows the whole picture in what room there is, unless it was enlarged", async () => {
    page = await app.open();
    await page.locator("[data-search-field]").fill("format:jpeg size:>=600x400");
    await page.locator("[data-search-field]").press("Enter");
    await found(page);
    await cells(page).first().dblclick();
    await expect.poll(() => scale(page)).toBeGreaterThan(0);
    await page.waitForTimeout(500);
    const alone = await scale(page);
    const half = { width: 720, height: 900 };
    await page.setViewportSize(half);
    await expect.poll(() => scale(page)).toBeLessThan(alone * 0.75);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(() => scale(page)).toBe(alone);
    await page.keyboard.press("z");
    await expect.poll(() => scale(page)).toBe(100);
    await page.setViewportSize(half);
    await page.waitForTimeout(300);
    expect(await scale(page)).toBe(100);
  });

  it("keeps what is looked at when it fits the search no longer, tells what was changed, and takes it back", async () => {
    page = await app.open();
    await page.keyboard.press("/");
    await page.keyboard.type("-rating:>=4 format:jpeg");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    const all = await found(page);
    const names = await cells(page).evaluateAll((found) => found.map((cell) => cell.getAttribute("aria-label") ?? ""));
    await cells(page).nth(1).dblclick();
    const title = page.getByRole("dialog").locator("header h2");
    await expect.poll(() => title.textContent()).toContain(names[1] ?? "?");
    await page.keyboard.press("i");
    await page.keyboard.press("5");
    const history = page.getByRole("region", { name: "What was changed" });
    await history.getByText("★★★★★").waitFor();
    expect(await title.textContent()).toContain(names[1] ?? "?");
    await picture(page, "viewer-history-en-US-dark");
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => title.textContent()).toContain(names[2] ?? "?");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => title.textContent()).toContain(names[0] ?? "?");
    await page.keyboard.press("End");
    await expect.poll(() => title.textContent()).toContain(`${all - 1} of ${all - 1}`);
    await page.keyboard.press("Home");
    await expect.poll(() => title.textContent()).toContain(`1 of ${all - 1}`);
    await page.keyboard.press("Control+z");
    await expect.poll(() => title.textContent()).toContain(`1 of ${all}`);
  });

  it("compares two to four side by side, moved together, and shows a difference", async () => {
    page = await app.open();
    await page.keyboard.press("/");
    await page.keyboard.type("size:>=600x400 format:jpeg");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await found(page);
    await cells(page).nth(0).click();
    await cells(page)
      .nth(3)
      .click({ modifiers: ["Shift"] });
    await page.getByRole("button", { name: "Compare the chosen pictures" }).click();
    await expect.poll(() => page.locator("[data-stage]").count()).toBe(4);
    await page.waitForTimeout(800);
    const other = page.locator("[data-stage]").nth(1).locator("canvas").first();
    const shot = () => other.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const before = await shot();
    await page.locator("[data-stage]").first().hover();
    await page.mouse.wheel(0, -400);
    await expect.poll(shot).not.toBe(before);
    await picture(page, "compare-en-US-dark");
    await page.keyboard.press("Escape");
    await cells(page).nth(0).click();
    await cells(page)
      .nth(1)
      .click({ modifiers: ["Shift"] });
    await page.keyboard.press("c");
    await page.keyboard.press("d");
    await page.waitForTimeout(500);
    await expect.poll(() => page.locator("[data-stage]").count()).toBe(1);
    await picture(page, "difference-en-US-dark");
  });
});
