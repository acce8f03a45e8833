import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { CORPUS, found, PYTHON, picture, Running } from "./support";

const app = new Running();
const few = join(app.folder, "시작 그림");
const many = join(app.folder, "여행 사진");
const PHOTOS = join(CORPUS, "photos");
let page: Page;

/** Real photographs, in a folder of the test's own; returns how many. */
function fill(folder: string, most: number, from = 0): number {
  mkdirSync(folder, { recursive: true });
  const all = readdirSync(PHOTOS, { recursive: true, encoding: "utf-8" }).filter((name) => /\.jpe?g$/i.test(name));
  const some = all.sort().slice(from, from + most);
  for (const [at, name] of some.entries()) copyFileSync(join(PHOTOS, name), join(folder, `그림 ${from + at}.jpg`));
  return some.length;
}

around(
  app,
  () => page,
  async () => {
    fill(few, 4);
    await app.start([few]);
  },
);

const go = (to: string) =>
  page
    .locator("nav")
    .getByRole("button", { name: new RegExp(`^${to}`) })
    .click();
const running = () => page.locator("article[data-job=index]");

async function add(path: string, words: { library: string; add: string; path: string; start: string }): Promise<void> {
  await page.getByRole("tab", { name: words.library }).click();
  await page.getByRole("button", { name: words.add, exact: true }).click();
  await page.getByRole("textbox", { name: words.path }).fill(path);
  await page.getByRole("dialog").getByRole("button", { name: words.start, exact: true }).click();
}
const ENGLISH = { library: "Library", add: "Add a folder", path: "Path of a folder of pictures", start: "Index" };
const KOREAN = { library: "라이브러리", add: "폴더 추가", path: "그림 폴더의 경로", start: "색인" };

describe("a long job", () => {
  it("shows its phases and speed, is paused, outlives a reload and goes on", async () => {
    const count = fill(many, 90);
    writeFileSync(join(many, "깨진 사진.jpg"), "\xff\xd8\xff no more");
    page = await app.open();
    await found(page);
    await add(many, ENGLISH);
    await go("Activity");
    await running().waitFor();
    await page.locator("nav [data-running='1']").waitFor();
    await page.locator("tr[data-phase=P]").waitFor();
    await picture(page, "activity-running-en-US-dark");
    await running().getByRole("button", { name: "Pause" }).click();
    await page.locator("article[data-paused]").waitFor();
    await page.locator("article[data-paused]").getByRole("button", { name: "Go on" }).click();
    await running().waitFor();
    await page.reload();
    await page.getByText("another window").first().waitFor();
    await picture(page, "activity-elsewhere-en-US-dark");
    await page.locator("article[data-ended=done]").first().waitFor({ timeout: 60_000 });
    expect(await page.locator("nav [data-running]").count()).toBe(0);
    await page.getByText(`${count + 4} pictures are searchable now`).waitFor();
    await page.getByRole("button", { name: "Not supported 1" }).first().waitFor();
    expect(await findings(page)).toEqual([]);
    await picture(page, "activity-ended-en-US-dark");
  });

  it("leaves a report with every problem by its reason, and what failed is tried again", async () => {
    page = await app.open({ language: "ko-KR", theme: "light" });
    await go("작업 현황");
    await page.getByRole("tab", { name: "보고서" }).click();
    const report = page.locator("article[data-report]").filter({ hasText: "여행 사진" }).first();
    await report.getByRole("button").first().click();
    await report.getByText("깨진 사진.jpg").waitFor();
    await picture(page, "reports-ko-KR-light");
    expect(await findings(page)).toEqual([]);
    await report.getByRole("button", { name: "실패한 것 다시 시도" }).click();
    await page.getByRole("tab", { name: "작업" }).click();
    await page.locator("article[data-ended=done]").first().waitFor({ timeout: 60_000 });
    await picture(page, "activity-ko-KR-light");
    await page.getByRole("button", { name: "목록 비우기" }).click();
    await page.getByText("진행 중인 작업이 없습니다").waitFor();
    await picture(page, "activity-none-ko-KR-light");
  });

  it("that was begun in one window is seen and ended in another", async () => {
    fill(join(many, "더"), 600);
    const other = await app.open();
    try {
      page = await app.open();
      await go("Activity");
      await other.getByRole("tab", { name: "Library" }).click();
      await other
        .locator(`[data-root='${many}']`)
        .getByRole("button", { name: /Bring .* up to date/ })
        .click();
      await running().waitFor();
      await page.getByText("another window").first().waitFor();
      await running().getByRole("button", { name: "Pause" }).click();
      await page.locator("article[data-paused]").waitFor({ timeout: 20_000 });
    } finally {
      // Left open it would miss the back end in the tests after this one.
      await other.close();
    }
  });
});

/** An index run of a process of its own that waits in its midst until its input ends. */
const HELD = `
import sys
from imageparser import Library
from imageparser.library import beats
beats.PAUSE = 0
def hold(progress):
    if progress.phase == "P" and progress.done:
        sys.stdin.read()
with Library.open(sys.argv[1]) as library:
    library.index([sys.argv[2]], progress=hold)
`;

describe("a run of another program", () => {
  it("is seen live here and on the health page, and is gone when it ends", async () => {
    const other = join(app.folder, "남의 폴더");
    fill(other, 6, 60);
    page = await app.open({ language: "ko-KR" });
    await found(page);
    const child = spawn(PYTHON, ["-c", HELD, app.library, other], { stdio: ["pipe", "inherit", "inherit"] });
    const ended = once(child, "exit");
    await go("작업 현황");
    const run = page.locator("article[data-job=index]").filter({ hasText: "다른 프로그램" });
    await run.locator("tr[data-phase=P]").waitFor();
    expect(await run.getByRole("button").count()).toBe(0);
    await page.locator("nav [data-running='1']").waitFor();
    await picture(page, "activity-program-ko-KR-dark");
    await go("상태 점검");
    await page.locator("main").getByRole("status").filter({ hasText: "남의 폴더" }).waitFor();
    child.stdin?.end();
    await ended;
    await page.locator("nav [data-running='1']").waitFor({ state: "detached" });
    await go("작업 현황");
    expect(await run.count()).toBe(0);
  });
});

describe("a watched folder", () => {
  it("takes new pictures in by itself, also after the back end was started again", async () => {
    page = await app.open();
    const before = await found(page);
    await page.getByRole("tab", { name: "Library" }).click();
    const root = () => page.locator(`[data-root='${few}']`);
    await root().getByRole("button", { name: "Watch 시작 그림" }).click();
    await page.getByText("시작 그림 is watched from now on.").waitFor();
    copyFileSync(join(many, "그림 20.jpg"), join(few, "새 그림.jpg"));
    await expect.poll(() => found(page), { timeout: 30_000 }).toBe(before + 1);
    await picture(page, "watched-en-US-dark");
    await page.close();
    await app.restart();
    page = await app.open();
    copyFileSync(join(many, "그림 21.jpg"), join(few, "또 새 그림.jpg"));
    await expect.poll(() => found(page), { timeout: 30_000 }).toBe(before + 2);
    await page.getByRole("tab", { name: "Library" }).click();
    await root()
      .getByRole("button", { name: /is watched/ })
      .click();
    await page.getByText("시작 그림 is watched no more.").waitFor();
  });

  it("tells its problems with their reasons", async () => {
    page = await app.open({ language: "ko-KR" });
    await found(page);
    await page.getByRole("tab", { name: "라이브러리" }).click();
    await page
      .locator(`[data-root='${many}']`)
      .getByRole("button", { name: /읽지 못/ })
      .click();
    await page.getByRole("dialog").getByText("깨진 사진.jpg").waitFor();
    await picture(page, "problems-ko-KR-dark");
    expect(await findings(page)).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: "다시 시도" }).click();
    await go("작업 현황");
    await page.locator("article[data-ended=done]").first().waitFor({ timeout: 60_000 });
  });

  it("tells a failure in its language, with the place, a next step, and the back end's words behind details", async () => {
    page = await app.open({ language: "ko-KR" });
    await add("/없는 폴더", KOREAN);
    await go("작업 현황");
    const why = page.locator("article[data-ended=failed] [data-failure=not_found]");
    await why.getByText("찾을 수 없음: 없는 폴더").waitFor();
    await why.getByText("/없는 폴더", { exact: true }).waitFor();
    await why.getByText(/디스크가 연결되어 있는지/).waitFor();
    expect(await why.getByText("does not exist").isVisible()).toBe(false);
    await why.getByText("자세히").click();
    await why.getByText("does not exist").waitFor();
    await picture(page, "failure-ko-KR-dark");
    expect(await findings(page)).toEqual([]);
  });
});

/** Drag something from outside over the page and drop it where it says. */
async function drop(side: "left" | "right", name: string, type: string, release = true): Promise<void> {
  await page.evaluate(
    ([where, fileName, fileType, ends]) => {
      const data = new DataTransfer();
      data.items.add(new File(["\x89PNG"], fileName, { type: fileType }));
      const clientX = where === "left" ? 100 : window.innerWidth - 100;
      const event = (kind: string) =>
        new DragEvent(kind, { dataTransfer: data, clientX, clientY: 300, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event("dragover"));
      if (ends) document.body.dispatchEvent(event("drop"));
    },
    [side, name, type, release] as const,
  );
}

describe("what is dropped on the page", () => {
  it.each([
    ["en-US", "dark"],
    ["ko-KR", "light"],
  ] as const)("has two fields, to search by it and to index it, in %s", async (language, theme) => {
    page = await app.open({ language, theme });
    await found(page);
    await drop("right", "a.png", "image/png", false);
    await page.locator("[data-drop=index]").waitFor();
    await picture(page, `drop-${language}-${theme}`);
    await drop("left", "a.png", "image/png", false);
    await page.locator("[data-drop=search]").waitFor();
  });

  it("is indexed by its path, which a browser has to be told", async () => {
    const inbox = join(app.folder, "받은 그림");
    fill(inbox, 3, 40);
    page = await app.open({ language: "ko-KR", theme: "light" });
    const before = await found(page);
    await drop("right", "받은 그림", "");
    await page.getByText("“받은 그림”").waitFor();
    await picture(page, "drop-path-ko-KR-light");
    expect(await findings(page)).toEqual([]);
    await page.getByRole("textbox", { name: KOREAN.path }).fill(inbox);
    await page.keyboard.press("Enter");
    await expect.poll(() => found(page), { timeout: 30_000 }).toBe(before + 3);
  });

  it("says what cannot be searched by", async () => {
    page = await app.open();
    await found(page);
    await drop("left", "notes.txt", "text/plain");
    await page.getByText("Only a picture can be searched by.", { exact: false }).waitFor();
  });
});
