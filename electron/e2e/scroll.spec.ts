import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { found, picture, Running } from "./support";

const app = new Running();
let page: Page;

around(app, () => page);

const list = (of: Page) => of.locator("[data-results]");
const cell = (of: Page, place: number) => of.locator(`[data-place="${place}"]`);
const top = (of: Page) => list(of).evaluate((element) => element.scrollTop);

async function search(query: string): Promise<number> {
  await page.keyboard.press("/");
  await page.keyboard.type(query);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  return found(page);
}

/** Whether the picture of a place is in sight and its thumbnail is there. */
const isShown = (of: Page, place: number) =>
  of.evaluate((at) => {
    const frame = document.querySelector("[data-results]")?.getBoundingClientRect();
    const cell = document.querySelector(`[data-place="${at}"]`);
    const box = cell?.getBoundingClientRect();
    const image = cell?.querySelector("img");
    if (!frame || !box || (image ? image.naturalWidth === 0 : !cell?.querySelector("svg"))) return false;
    return box.top >= frame.top && box.bottom <= frame.bottom;
  }, place);

it("the keys lead to the end and to the beginning, and what is there is shown", async () => {
  page = await app.open();
  const all = await found(page);
  expect(all).toBeGreaterThan(100); // more than the first page
  await list(page).focus();
  await page.keyboard.press("End");
  await expect.poll(() => isShown(page, all - 1)).toBe(true);
  expect(await cell(page, all - 1).getAttribute("aria-selected")).toBe("true");
  expect(await cell(page, all - 1).getAttribute("aria-posinset")).toBe(`${all}`);
  await picture(page, "end-en-US-dark");
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  await expect.poll(() => isShown(page, 0)).toBe(true);
  await page.keyboard.press("Shift+End");
  await page.getByText(`${all} chosen`).waitFor();
  await list(page).evaluate((element) => {
    element.scrollTop = element.scrollHeight / 2;
  });
  const middle = () =>
    page.evaluate(() => {
      const frame = document.querySelector("[data-results]")?.getBoundingClientRect();
      const cell = frame && document.elementFromPoint(frame.left + 60, frame.top + 300)?.closest("[data-place]");
      return Number(cell?.getAttribute("data-place") ?? -1);
    });
  await expect.poll(async () => (await middle()) > 50).toBe(true);
  const place = await middle();
  await expect.poll(() => cell(page, place).locator("img, svg").count()).toBeGreaterThan(0);
});

it("the list is where it was left after a look at another screen, with what was chosen", async () => {
  page = await app.open({ language: "ko-KR", theme: "light" });
  await found(page);
  await list(page).evaluate((element) => {
    element.scrollTop = 2100;
  });
  await expect.poll(() => cell(page, 44).count()).toBe(1);
  await cell(page, 44).click();
  await page.getByText("1장 고름").waitFor();
  const before = await top(page);
  await page.keyboard.press("Shift+5");
  await list(page).waitFor({ state: "detached" });
  await page.keyboard.press("Shift+1");
  await list(page).waitFor();
  expect(await top(page)).toBe(before);
  await expect.poll(() => cell(page, 44).getAttribute("aria-selected")).toBe("true");
  await page.getByText("1장 고름").waitFor();
  await search("sort:name");
  expect(await top(page)).toBe(0);
  await picture(page, "scrolled-ko-KR-light");
});

it("all are chosen and rated without being looked at, and it is taken back", async () => {
  page = await app.open({ language: "ko-KR", theme: "dark" });
  const all = await found(page);
  await list(page).focus();
  await page.keyboard.press("Control+a");
  await page.getByText(`${all}장 고름`).waitFor();
  await page.keyboard.press("3");
  await page.getByText(`그림 ${all}장에 평점 3점을 주었습니다.`).waitFor();
  await expect.poll(() => cell(page, 0).getAttribute("aria-description")).toContain("별 3개");
  await picture(page, "rated-ko-KR-dark");
  await page.keyboard.press("End");
  await expect.poll(() => cell(page, all - 1).getAttribute("aria-description")).toContain("별 3개");
  await page.keyboard.press("Control+z");
  await page.getByText("변경을 되돌렸습니다.").waitFor();
  await expect.poll(async () => (await cell(page, all - 1).getAttribute("aria-description")) ?? "").not.toContain("별");
});

it("what is looked at stays in its place when pictures before it go, and what went is not chosen", async () => {
  page = await app.open();
  const all = await search("-rating:5 sort:name");
  const tops = await page
    .locator("[data-place]")
    .evaluateAll((cells) => cells.map((one) => Math.round(one.getBoundingClientRect().top)));
  const columns = tops.filter((one) => one === tops[0]).length;
  await cell(page, 0).click();
  await cell(page, columns - 1).click({ modifiers: ["Shift"] });
  await list(page).evaluate((element) => {
    element.scrollTop = 1700;
  });
  const place = columns * 9;
  await cell(page, place).waitFor();
  await expect.poll(() => cell(page, place).locator("img").count()).toBe(1);
  const name = await cell(page, place).getAttribute("aria-label");
  const before = await cell(page, place).boundingBox();
  await page.keyboard.press("5");
  await expect.poll(() => found(page)).toBe(all - columns);
  await expect.poll(() => cell(page, place - columns).getAttribute("aria-label")).toBe(name);
  const after = await cell(page, place - columns).boundingBox();
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
  expect(await page.getByText(/\d+ chosen/).count()).toBe(0);
  await page.keyboard.press("Control+z");
  await expect.poll(() => found(page)).toBe(all);
});

it("tiles say what else there is of a picture: layers, prompt, comments, rating, axes", async () => {
  page = await app.open();
  await search("format:psd has:layers sort:name");
  await expect.poll(() => cell(page, 0).getAttribute("aria-description")).toMatch(/^\d+ layers?/);
  const layers = Number.parseInt((await cell(page, 0).getAttribute("aria-description")) ?? "", 10);
  expect(await cell(page, 0).locator(`[data-words="${layers}"]`).count()).toBe(1);
  await cell(page, 0).click();
  await page.keyboard.press("4");
  await page.keyboard.press("i");
  await page.getByRole("textbox", { name: "Write a comment" }).fill("배경만 다시");
  await page.getByRole("button", { name: "Add the comment" }).click();
  const said = new RegExp(`^${layers} layers?, 1 comment, 4 stars$`);
  await expect.poll(() => cell(page, 0).getAttribute("aria-description")).toMatch(said);
  await page.keyboard.press("i");
  await picture(page, "badges-en-US-dark");
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Alt+2");
  await picture(page, "badges-list-en-US-dark");
  await page.keyboard.press("Alt+3");
  await picture(page, "badges-compact-en-US-dark");
  await page.keyboard.press("Alt+1");
  await page.getByRole("button", { name: "Clear the search" }).click();
  await search("girl has:prompt");
  await expect.poll(() => cell(page, 0).getAttribute("aria-description")).toContain("made with a prompt");
  expect(await cell(page, 0).locator("[title*=Visual], [title*=Keyword]").count()).toBe(1);
  await picture(page, "badges-prompt-en-US-dark");
});

it("the badges can be read on a light page, too", async () => {
  page = await app.open({ language: "ko-KR", theme: "light" });
  await search("format:psd has:layers sort:name");
  await expect.poll(() => cell(page, 0).getAttribute("aria-description")).toMatch(/^레이어 \d+개/);
  await picture(page, "badges-ko-KR-light");
  expect(await findings(page)).toEqual([]);
});
