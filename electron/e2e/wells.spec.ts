import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { CORPUS, found, picture, Running } from "./support";

const app = new Running();
let page: Page;

around(
  app,
  () => page,
  () => app.start([join(CORPUS, "retrieval")]),
);

const cells = (of: Page) => of.locator("[data-results] [role=option]");
const names = (of: Page) => cells(of).evaluateAll((all) => all.map((cell) => cell.getAttribute("aria-label") ?? ""));
const plus = (of: Page) => of.locator("[data-well=plus]");
const minus = (of: Page) => of.locator("[data-well=minus]");

it("pictures are put onto more and less, weighed, turned and taken away", async () => {
  page = await app.open();
  const all = await found(page);
  const [one = "?"] = await names(page);
  await cells(page).nth(0).click({ button: "right" });
  await page.getByRole("menuitem", { name: "More like this" }).click();
  await expect.poll(() => plus(page).allTextContents()).toEqual([one]);
  await expect.poll(() => found(page)).toBe(all - 1);
  const [two = "?"] = await names(page);
  expect(two).not.toBe(one);
  await cells(page).nth(0).click();
  await page.keyboard.press("Shift+S");
  await expect.poll(() => plus(page).count()).toBe(2);
  await page.getByRole("button", { name: "How several count" }).click();
  await page.getByRole("option", { name: "Like any of them" }).click();
  await expect.poll(() => found(page)).toBe(all - 2);
  await page.getByRole("button", { name: one, exact: true }).click();
  await page.getByRole("button", { name: "How much it counts" }).click();
  await page.getByRole("option", { name: "× 4" }).click();
  await page.keyboard.press("Escape");
  await expect.poll(() => plus(page).first().textContent()).toContain("× 4");
  await page.getByRole("button", { name: two, exact: true }).click();
  await page.getByRole("button", { name: "Less like this" }).click();
  await expect.poll(() => minus(page).allTextContents()).toEqual([`− ${two}`]);
  expect(await found(page)).toBeGreaterThan(0);
  await picture(page, "wells-en-US-dark");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: `Remove ${one}` }).click();
  await page.getByText("Say also what pictures shall be like, or type words.").waitFor();
  expect(await found(page)).toBe(all);
  await page.getByRole("button", { name: `Remove ${two}` }).click();
  await expect.poll(() => minus(page).count()).toBe(0);
});

it("tiles and files are dropped onto them", async () => {
  page = await app.open({ language: "ko-KR", theme: "light" });
  await found(page);
  const [, , three = "?"] = await names(page);
  const box = await cells(page).nth(2).boundingBox();
  await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + 60);
  await page.mouse.down();
  await page.mouse.move(700, 300, { steps: 4 });
  const target = page.getByRole("group", { name: "이것과 비슷하게" });
  await target.waitFor();
  await picture(page, "wells-drag-ko-KR-light");
  const place = await target.boundingBox();
  await page.mouse.move((place?.x ?? 0) + 40, (place?.y ?? 0) + 30, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => plus(page).allTextContents()).toEqual([three]);
  expect(await target.count()).toBe(0);
  const drop = await page.evaluateHandle(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
    const pen = canvas.getContext("2d");
    if (pen) pen.fillStyle = "#c02020";
    pen?.fillRect(0, 0, 64, 64);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    const data = new DataTransfer();
    data.items.add(new File([blob ?? ""], "빨강.png", { type: "image/png" }));
    window.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true }));
    return data;
  });
  await page.getByRole("group", { name: "이것과 다르게" }).dispatchEvent("drop", { dataTransfer: drop });
  await expect.poll(() => minus(page).allTextContents()).toEqual(["− 빨강.png"]);
  expect(await found(page)).toBeGreaterThan(0);
  await picture(page, "wells-ko-KR-light");
  expect(await findings(page)).toEqual([]);
});

it("words and files are added beside the query", async () => {
  page = await app.open({ language: "ko-KR" });
  await found(page);
  await page.getByRole("button", { name: "그림이나 말과 비교해 찾기" }).click();
  await page.getByRole("textbox", { name: "그림을 설명하는 말" }).fill("밤하늘");
  await page.waitForTimeout(300);
  await picture(page, "wells-panel-ko-KR-dark");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "이것과 비슷하게" }).click();
  await expect.poll(() => plus(page).allTextContents()).toEqual(["밤하늘"]);
  await page.getByRole("button", { name: "그림이나 말과 비교해 찾기" }).click();
  const file = join(app.folder, "고른 그림.png");
  const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  writeFileSync(file, Buffer.from(dot, "base64"));
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "그림 파일 고르기" }).click(),
  ]);
  await chooser.setFiles(file);
  await expect.poll(() => plus(page).allTextContents()).toEqual(["밤하늘", "고른 그림.png"]);
  expect(await found(page)).toBeGreaterThan(0);
});
