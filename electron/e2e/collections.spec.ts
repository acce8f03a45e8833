import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { found, picture, Running } from "./support";

const app = new Running();
let page: Page;

around(app, () => page);

const cells = () => page.locator("[data-results] [role=option]");
const names = () => cells().evaluateAll((all) => all.map((cell) => cell.getAttribute("aria-label") ?? ""));
const row = (name: string) => page.locator(`[data-collection="${name}"]`);

async function search(query: string): Promise<number> {
  await page.keyboard.press("/");
  await page.keyboard.type(query);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  return found(page);
}

async function make(label: string, field: string, name: string): Promise<void> {
  await page.getByRole("button", { name: label, exact: true }).click();
  await page.getByRole("textbox", { name: field }).fill(name);
  await page.keyboard.press("Enter");
  await row(name).waitFor();
}

async function choose(of: Locator, label: RegExp, item: string): Promise<void> {
  await of.getByRole("button", { name: label }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

it("pictures of a collection have an order of the user's own, by drag and by keys, with a way back", async () => {
  page = await app.open();
  await found(page);
  await page.getByRole("tab", { name: "Library" }).click();
  await make("New collection", "Name", "Order");
  for (const at of [0, 1, 2, 3]) await cells().nth(at).dragTo(row("Order"));
  await expect.poll(() => row("Order").textContent()).toContain("4");
  await row("Order").locator("[data-choose]").click();
  expect(await found(page)).toBe(4);
  expect(await page.getByRole("combobox", { name: "Search", exact: true }).inputValue()).toContain("sort:manual");
  const [a, b, c, d] = await names();
  await cells()
    .nth(3)
    .dragTo(cells().nth(0), { targetPosition: { x: 10, y: 60 } });
  await expect.poll(names).toEqual([d, a, b, c]);
  await cells().nth(0).click();
  await page.keyboard.press("Alt+ArrowRight");
  await expect.poll(names).toEqual([a, d, b, c]);
  await page.keyboard.press("Alt+ArrowRight");
  await expect.poll(names).toEqual([a, b, d, c]);
  await page.keyboard.press("Control+z");
  await expect.poll(names).toEqual([a, d, b, c]);
  await cells().nth(0).click();
  await page.getByRole("button", { name: "Make it the cover of Order" }).click();
  await row("Order").locator("[data-cover]").waitFor();
  await picture(page, "collection-order-en-US-dark");
  await page.keyboard.press("Delete");
  await page.getByText("1 picture was taken out of Order.").waitFor();
  expect(await found(page)).toBe(3);
});

it("collections go into one another by drag, fold, and come out again", async () => {
  page = await app.open({ language: "ko-KR", theme: "light" });
  await found(page);
  await page.getByRole("tab", { name: "라이브러리" }).click();
  await make("새 컬렉션", "이름", "작업");
  await make("새 컬렉션", "이름", "배경");
  await row("배경").dragTo(row("작업"));
  await page.getByText("배경을(를) 작업 안으로 옮겼습니다.").waitFor();
  await page.getByRole("button", { name: "작업 안쪽 펼치기 또는 접기" }).click();
  expect(await row("배경").count()).toBe(0);
  await page.getByRole("button", { name: "작업 안쪽 펼치기 또는 접기" }).click();
  await choose(row("배경"), /더 보기/, "컬렉션 바꾸기");
  await page.getByRole("button", { name: /상위 컬렉션/ }).waitFor();
  await page.getByRole("textbox", { name: "설명" }).fill("풍경 원본");
  await picture(page, "collection-change-ko-KR-light");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: /상위 컬렉션/ }).click();
  await page.getByRole("option", { name: "없음 (맨 위)" }).click();
  await page.getByRole("button", { name: "저장" }).click();
  await page.getByText("배경을(를) 저장했습니다.").waitFor();
  await expect.poll(() => page.getByRole("button", { name: "작업 안쪽 펼치기 또는 접기" }).count()).toBe(0);
  await picture(page, "collections-ko-KR-light");
});

it("collections have an order of the user's own, by drag and by keys, with a way back, kept when the page is loaded", async () => {
  page = await app.open();
  await found(page);
  await page.getByRole("tab", { name: "Library" }).click();
  const shown = async () => {
    const all = await page
      .locator("[data-collection]")
      .evaluateAll((rows) => rows.map((one) => one.getAttribute("data-collection") ?? ""));
    return all.filter((name) => name.startsWith("Row")).join(" ");
  };
  for (const name of ["Row C", "Row A"]) await make("New collection", "Name", name);
  await search("format:psd");
  await make("Smart collection of this search", "Name", "Row B");
  expect(await shown()).toBe("Row C Row A Row B");
  await row("Row B").dragTo(row("Row C"), { targetPosition: { x: 60, y: 3 } });
  await page.getByText("Row B has another place in the order.").waitFor();
  await expect.poll(shown).toBe("Row B Row C Row A");
  await row("Row A").locator("[data-choose]").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(shown).toBe("Row B Row A Row C");
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(shown).toBe("Row A Row B Row C");
  await page.keyboard.press("Control+z");
  await expect.poll(shown).toBe("Row B Row A Row C");
  await choose(row("Row B"), /More about/, "Move down");
  await expect.poll(shown).toBe("Row A Row B Row C");
  await page.reload();
  await found(page);
  await page.getByRole("tab", { name: "Library" }).click();
  await expect.poll(shown).toBe("Row A Row B Row C");
  await picture(page, "collections-order-en-US-dark");
  expect(await findings(page)).toEqual([]);
});

it("smart collections hold what their search finds now, counted live, and their search can be changed", async () => {
  page = await app.open();
  const psd = await search("format:psd");
  await page.getByRole("tab", { name: "Library" }).click();
  await make("Smart collection of this search", "Name", "Documents");
  expect(await row("Documents").textContent()).toContain(`${psd}`);
  await page.getByRole("button", { name: "Clear the search" }).click();
  await found(page);
  await choose(row("Documents"), /More about/, "Change the collection");
  await page.getByRole("textbox", { name: "Search that fills it" }).fill("format:psd rating:5");
  await page.getByText("0 pictures now").waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect.poll(() => row("Documents").textContent()).toBe("Documents0");
  await search("format:psd");
  await cells().first().click();
  await page.keyboard.press("5");
  await expect.poll(() => row("Documents").textContent()).toBe("Documents1");
  await page.keyboard.press("0");
  await expect.poll(() => row("Documents").textContent()).toBe("Documents0");
});

it("presets are kept, changed, given as a file, forgotten and taken in again", async () => {
  page = await app.open();
  const some = await search("format:jpeg");
  await page.getByRole("button", { name: "Keep this search" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Photos");
  await page.keyboard.press("Enter");
  await page.getByText("Kept as Photos.").waitFor();
  await page.getByRole("button", { name: "More about Photos" }).click();
  await page.getByRole("menuitem", { name: "Change the preset" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("사진");
  await page.keyboard.press("Enter");
  const preset = page.getByRole("button", { name: "사진", exact: true });
  await preset.waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export all presets as JSON" }).click(),
  ]);
  expect(JSON.parse(readFileSync(await download.path(), "utf-8"))).toEqual({
    presets: [{ name: "사진", query: "format:jpeg" }],
  });
  await page.getByRole("button", { name: "More about 사진" }).click();
  await page.getByRole("menuitem", { name: "Forget the preset" }).click();
  await expect.poll(() => preset.count()).toBe(0);
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Take in presets from a file" }).click(),
  ]);
  await chooser.setFiles(await download.path());
  await page.getByText("1 preset came in.").waitFor();
  await page.getByRole("button", { name: "Clear the search" }).click();
  await preset.click();
  expect(await found(page)).toBe(some);
});

it("the filter panel counts models, generators and fonts within the search", async () => {
  page = await app.open({ theme: "light" });
  await found(page);
  const panel = page.locator("aside").first();
  const section = (title: string) => panel.getByRole("button", { name: title, exact: true });
  const count = async (row: Locator) => Number((await row.textContent())?.match(/(\d+)$/)?.[1]);
  await section("Generator").click();
  const novel = panel.locator("label", { hasText: /^NovelAI\d+$/ });
  await novel.scrollIntoViewIfNeeded();
  const [everywhere, fonts] = [await count(novel), await section("Font").count()];
  expect(fonts).toBe(1);
  await search("format:png");
  await expect.poll(() => section("Font").count()).toBe(0);
  const among = await count(novel);
  expect(among).toBeLessThanOrEqual(everywhere);
  await novel.click();
  expect(await found(page)).toBe(among);
  expect((await page.getByRole("banner").boundingBox())?.y).toBe(0);
  await picture(page, "filters-named-en-US-light");
  await search("format:psd");
  await expect.poll(() => section("Generator").count()).toBe(0);
  await section("Font").waitFor();
});

it("the filter panel counts what can still be chosen, and takes a range of months by drag", async () => {
  page = await app.open({ language: "ko-KR", theme: "dark" });
  const all = await found(page);
  const panel = page.locator("aside").first();
  await panel.getByText("psd", { exact: true }).click();
  const psd = await found(page);
  await panel.getByText("png", { exact: true }).click();
  expect(await found(page)).toBeGreaterThan(psd);
  await page.getByRole("button", { name: /^형식: .*빼기$/ }).click();
  expect(await found(page)).toBe(all);
  const bars = panel.getByRole("group", { name: "시기별 그림" }).getByRole("button");
  const some = await bars.count();
  if (some > 1) {
    await bars.first().scrollIntoViewIfNeeded();
    const [first, last] = [await bars.first().boundingBox(), await bars.nth(1).boundingBox()];
    if (!first || !last) throw new Error("no bars");
    await page.mouse.move(first.x + 2, first.y + first.height - 4);
    await page.mouse.down();
    await page.mouse.move(last.x + last.width / 2, last.y + last.height - 4, { steps: 4 });
    await page.mouse.up();
    await found(page);
    expect(await page.getByRole("combobox", { name: "검색", exact: true }).inputValue()).toMatch(/^date:.+\.\..+/);
    expect(await bars.count()).toBe(some);
  }
  await picture(page, "filters-ko-KR-dark");
  expect(await findings(page)).toEqual([]);
});
