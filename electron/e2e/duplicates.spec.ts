import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { CORPUS, picture, python, Running } from "./support";

const app = new Running();
let page: Page;
const shelf = join(app.folder, "사진첩");
const aside = join(app.folder, "중복 모음");

/** A photo as it is, copied, smaller and without loss; another one twice; and many small ones twice. */
const MADE = `
import shutil, sys
from pathlib import Path
from PIL import Image
corpus, shelf = map(Path, sys.argv[1:])
for name in ("원본", "복사", "웹", "잔뜩/하나", "잔뜩/둘"):
    (shelf / name).mkdir(parents=True)
cat, coffee = corpus / "chelsea.png", corpus / "coffee.png"
shutil.copyfile(cat, shelf / "원본/고양이.png")
shutil.copyfile(cat, shelf / "복사/고양이 사본.png")
with Image.open(cat) as image:
    whole = image.convert("RGB")
whole.resize((whole.width // 2, whole.height // 2)).save(shelf / "웹/cat-small.jpg", quality=85)
whole.save(shelf / "웹/cat.webp", lossless=True)
shutil.copyfile(coffee, shelf / "원본/커피.png")
shutil.copyfile(coffee, shelf / "복사/coffee (1) a rather long name that does not fit into a card of the screen.png")
for number in range(130):
    made = Image.effect_noise((48, 48), 40 + number)
    for place in ("하나", "둘"):
        made.save(shelf / "잔뜩" / place / f"점 {number:03}.png")
`;

around(
  app,
  () => page,
  async () => {
    mkdirSync(shelf);
    python(MADE, join(CORPUS, "retrieval/scikit-image"), shelf);
    await app.start([shelf]);
  },
);

const groups = (of: Page): Locator => of.getByRole("article");
const groupOf = (of: Page, name: string): Locator => groups(of).filter({ has: of.locator(`[data-picture="${name}"]`) });
const card = (of: Page, name: string): Locator => of.locator(`[data-picture="${name}"]`);
const button = (of: Page | Locator, name: string | RegExp): Locator => of.getByRole("button", { name });

async function opened(setting: Parameters<Running["open"]>[0]): Promise<Page> {
  const of = await app.open(setting);
  await of.keyboard.press("Shift+2");
  await groups(of).first().waitFor();
  return of;
}

it("groups are shown with what differs, which one is kept and why, and can be looked through by keyboard", async () => {
  page = await opened({ language: "en-US", theme: "dark" });
  await page.getByText(/^13\d groups · /).waitFor();
  const cats = groupOf(page, "고양이.png");
  await expect.poll(() => cats.locator("[data-picture]").count()).toBe(4);
  expect(
    await card(page, "cat-small.jpg")
      .getByText(/Most pixels: .* \(kept: 0\.14 MP\)/)
      .count(),
  ).toBe(1);
  await expect.poll(() => card(page, "cat-small.jpg").locator("[data-differs=true]").count()).toBeGreaterThan(4);
  await picture(page, "duplicates-en-US-dark");
  expect(await findings(page)).toEqual([]);

  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  await page.keyboard.press("ArrowDown");
  await expect.poll(focused).toMatch(/고양이|cat/);
  await cats.locator("[data-picture] > button").first().focus();
  await page.keyboard.press("ArrowRight");
  const second = await focused();
  expect(second).toMatch(/^Keep /);
  await page.keyboard.press("k");
  await expect.poll(focused).toMatch(/ is kept$/);
  await page.getByText("Stays, chosen by hand").waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await cats.getByText("Stays where it is").waitFor();
  await page.keyboard.press("ArrowUp");
  await expect.poll(async () => (await focused()) ?? "").toMatch(/커피|coffee/);
  await page.keyboard.press("Space");
  await groupOf(page, "커피.png").getByText("Stays as it is").waitFor();
  await button(page, /Forget \d choices by hand/).click();
  await expect.poll(() => page.getByText("Stays as it is").count()).toBe(0);

  await page.keyboard.press("Shift+2");
  await cats.locator("[data-picture] > button").first().focus();
  await page.keyboard.press("End");
  await expect.poll(async () => (await focused()) ?? "").toMatch(/점 \d+/);
  expect(await groups(page).count()).toBeLessThan(12);
});

it("the pictures of a group are compared in the viewer", async () => {
  page = await opened({});
  await button(groupOf(page, "고양이.png"), "Compare").click();
  await page.getByText("Comparing 4 pictures").waitFor();
  await page.waitForTimeout(500);
  await picture(page, "duplicates-compare-en-US-dark");
  await page.keyboard.press("Escape");
  await groups(page).first().waitFor();
});

it("rules are moved, added and taken out, and change which picture is kept", async () => {
  page = await opened({ language: "ko-KR", theme: "light" });
  const kept = () => groupOf(page, "고양이.png").locator("button[aria-pressed=true]").getAttribute("aria-label");
  const before = await kept();
  await button(page, "규칙 추가").click();
  await page.getByRole("menuitem", { name: "이 폴더에 있는 것" }).click();
  const value = page.getByRole("textbox", { name: "이 폴더에 있는 것: 기준 값" });
  await value.fill(join(shelf, "웹"));
  await value.press("Enter");
  for (let place = 8; place > 1; place -= 1) await button(page, "위로: 이 폴더에 있는 것").click();
  await expect.poll(kept).toBe("cat.webp 유지 중");
  expect(before).not.toBe("cat.webp 유지 중");
  await picture(page, "duplicates-rules-ko-KR-light");
  expect(await findings(page)).toEqual([]);
  await button(page, "빼기: 이 폴더에 있는 것").click();
  await expect.poll(kept).toBe(before);
});

it("other kinds, limits and places are looked at, and nothing found has a next step", async () => {
  page = await opened({ language: "en-US", theme: "light" });
  const total = page.getByText(/^\d+ groups? · /);
  const kind = (name: string) => page.getByRole("complementary").getByText(name, { exact: true });
  await kind("Same files").click();
  await kind("Same picture").click();
  await expect.poll(() => total.textContent()).toMatch(/^13\d groups/);
  await kind("Same pixels").click();
  await kind("Same picture").click();
  await expect.poll(() => groupOf(page, "cat.webp").locator("[data-picture]").count()).toBe(3);
  await groupOf(page, "cat.webp").getByText("Same pixels").first().waitFor();
  await button(page, /The whole library/).click();
  await page.getByRole("option", { name: "What is searched for" }).click();
  await page.getByRole("combobox", { name: "Search" }).fill("name:nothing-of-the-kind");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+2");
  await page.getByText("No duplicates", { exact: true }).waitFor();
  await picture(page, "duplicates-none-en-US-light");
  await button(page, "Look in the whole library").click();
  await groups(page).first().waitFor();
});

it("a long look tells how far it is, can be stopped, and says why it failed", async () => {
  const plans = new Plans();
  page = await app.open({ language: "ko-KR", theme: "light" }, (of) => plans.watch(of));
  await page.keyboard.press("Shift+2");
  await page.getByText("중복을 찾는 중").first().waitFor();
  await expect.poll(() => plans.asked).toBe(1);
  plans.tell({ type: "progress", processed: 800, total: 2000, errors: 0, skipped: 0 });
  await page.getByText("40% 비교함").waitFor();
  await picture(page, "duplicates-searching-ko-KR-light");
  expect(await findings(page)).toEqual([]);
  await button(page, "멈추기").click();
  await page.getByText("찾기를 멈췄습니다").waitFor();
  await button(page, "다시 찾기").click();
  await expect.poll(() => plans.asked).toBe(2);
  plans.tell({ type: "error", code: "too_large", message: "65536 pairs" });
  await page.getByRole("alert").getByText("자세히").click();
  await page.getByRole("alert").getByText("65536 pairs").waitFor();
  await page.getByText(/한도가 너무 넓습니다/).waitFor();
  await picture(page, "duplicates-failed-ko-KR-light");
  plans.let();
  await button(page, "다시 시도").click();
  await groups(page).first().waitFor();
});

it("details are merged after a look at the plan, and taken back", async () => {
  page = await app.open();
  await tag(page, "고양이 사본", "바다, 제주");
  await page.keyboard.press("Shift+2");
  await groups(page).first().waitFor();
  await button(groupOf(page, "고양이.png"), /고양이\.png/).click();
  await button(page, "Merge details").click();
  await page.getByText("#바다 · #제주").waitFor();
  await picture(page, "duplicates-merge-en-US-dark");
  expect(await findings(page)).toEqual([]);
  await button(page, "Merge in 1 group").click();
  await page.getByText("Details were merged in 1 group.").waitFor();
  await card(page, "고양이.png").getByText("#바다 #제주").waitFor();
  await undo(page, "Details were merged in 1 group.");
  await expect.poll(() => card(page, "고양이.png").getByText("#바다").count()).toBe(0);
});

it("pictures that are no duplicates leave their group, until it is undone", async () => {
  page = await opened({});
  await button(groupOf(page, "커피.png"), "Not duplicates").click();
  await page.getByText("2 pictures are no duplicates of each other.").waitFor();
  await expect.poll(() => groupOf(page, "커피.png").count()).toBe(0);
  await page.getByText("1 pair is marked as no duplicates.").waitFor();
  await undo(page, "2 pictures are no duplicates of each other.");
  await groupOf(page, "커피.png").waitFor();
});

it("what is marked as no duplicates is listed, and taken back one by one", async () => {
  page = await opened({ language: "ko-KR", theme: "light" });
  for (const name of ["커피.png", "고양이.png"]) await button(groupOf(page, name), "중복 아님").click();
  await expect.poll(() => groupOf(page, "고양이.png").count()).toBe(0);
  await button(page, "목록 보기").click();
  const dialog = page.getByRole("dialog", { name: "중복이 아니라고 표시한 그림" });
  await expect.poll(() => dialog.locator("[data-apart]").count()).toBe(2);
  await picture(page, "duplicates-apart-ko-KR-light");
  expect(await findings(page)).toEqual([]);
  await button(dialog, /중복 아님 되돌리기: .*커피\.png/).click();
  await button(dialog, /중복 아님 되돌리기: .*고양이\.png/).click();
  await dialog.getByText("표시한 것이 없습니다").waitFor();
  await page.keyboard.press("Escape");
  for (const name of ["커피.png", "고양이.png"]) await groupOf(page, name).waitFor();
});

it("the others go into a folder by the plan, are left out from then on, and come back", async () => {
  page = await opened({ language: "ko-KR", theme: "dark" });
  await groupOf(page, "커피.png").getByRole("button", { name: "이 묶음으로 할 수 있는 일" }).click();
  await page.getByRole("menuitem", { name: "이 묶음의 나머지 옮기기" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "나머지를 둘 폴더" }).fill(aside);
  expect(await dialog.getByRole("button", { name: /옮기기$/ }).isEnabled()).toBe(false);
  await button(dialog, "계획 보기").click();
  await dialog.getByText("그림 1장을 옮깁니다.").waitFor();
  expect(existsSync(aside)).toBe(false);
  await picture(page, "duplicates-move-ko-KR-dark");
  expect(await findings(page)).toEqual([]);
  await button(dialog, "그림 1장 옮기기").click();
  await page.getByText("그림 1장을 중복 모음(으)로 옮겼습니다.").waitFor();
  expect(readdirSync(aside)).toHaveLength(1);
  await expect.poll(() => groupOf(page, "커피.png").count()).toBe(0);
  await page.getByText("중복 모음 빼고 찾기").waitFor();
  await button(page, "되돌리기").click();
  await page.getByText("그림 1장을 제자리로 돌려놓았습니다.").waitFor();
  await expect.poll(() => existsSync(aside)).toBe(false);
  await groupOf(page, "커피.png").waitFor();
});

/** Stands between page and back end, and holds what comes for `duplicates_plan`. */
class Plans {
  asked = 0;
  #last = "";
  #holding = true;
  #send: (line: string) => void = () => {};

  async watch(of: Page): Promise<void> {
    const held = new Set<string>();
    await of.routeWebSocket(/\/ws$/, (page) => {
      const server = page.connectToServer();
      this.#send = (line) => page.send(line);
      page.onMessage((message) => {
        const { id, op } = JSON.parse(String(message)) as { id: string; op?: string };
        if (op === "duplicates_plan" && this.#holding) {
          held.add(id);
          this.#last = id;
          this.asked += 1;
        }
        server.send(message);
      });
      server.onMessage((message) => {
        // A frame may hold several lines.
        const lines = String(message).split("\n").filter(Boolean);
        const free = lines.filter((line) => !held.has((JSON.parse(line) as { id?: string }).id ?? ""));
        if (free.length > 0) page.send(free.join("\n"));
      });
    });
  }

  /** Say something in the name of the back end. */
  tell(line: Record<string, unknown>): void {
    this.#send(JSON.stringify({ id: this.#last, version: 1, ...line }));
  }

  let(): void {
    this.#holding = false;
  }
}

/** Press what takes back the change that a toast tells. */
async function undo(of: Page, told: string): Promise<void> {
  await button(of.getByRole("alertdialog").filter({ hasText: told }), "Undo").click();
}

async function tag(of: Page, name: string, tags: string): Promise<void> {
  await of.keyboard.press("/");
  await of.keyboard.type(`name:"${name}"`);
  await of.keyboard.press("Enter");
  await of.keyboard.press("Escape");
  await expect.poll(() => of.locator("[data-results] [role=option]").count()).toBe(1);
  await of.locator("[data-results] [role=option]").first().click();
  await button(of, "Add tags").click();
  await of.getByRole("combobox", { name: "Tags, separated by commas" }).fill(tags);
  await of.keyboard.press("Enter");
  await of
    .getByText(/was tagged/)
    .first()
    .waitFor();
}
