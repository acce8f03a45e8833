import { readFileSync, writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { found, picture, Running } from "./support";

const app = new Running();
let page: Page;

around(
  app,
  () => page,
  async () => {
    process.env.IMAGEPARSER_REPORTS_KEEP = "50";
    await app.start();
  },
);

const row = (key: string) => page.locator(`[data-setting='${key}']`);
const kept = () =>
  page.evaluate(
    () => JSON.parse(localStorage.getItem("imageparser.settings") ?? "{}").state as Record<string, unknown>,
  );

async function open(part?: string): Promise<void> {
  await page.keyboard.press("Control+,");
  await row("me.theme").waitFor();
  if (part) await page.getByRole("tab", { name: part }).click();
}

it("mine: language, theme and sizes count at once, and go back to what they were", async () => {
  page = await app.open();
  await open();
  await row("me.theme").getByRole("button", { name: /Theme/ }).first().click();
  await page.getByRole("option", { name: "Light" }).click();
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe("light");
  await picture(page, "settings-me-en-US-light");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Back to the default: Theme" }).click();
  expect((await kept()).theme).toBe("dark");
  await row("me.language")
    .getByRole("button", { name: /Language/ })
    .first()
    .click();
  await page.getByRole("option", { name: "한국어" }).click();
  await page.getByRole("heading", { name: "설정", exact: true }).waitFor();
  await page.getByRole("textbox", { name: "내 이름" }).fill("민아");
  await page.keyboard.press("Enter");
  expect((await kept()).author).toBe("민아");
  await picture(page, "settings-me-ko-KR-dark");
});

it("this machine: changed with checks, kept in the file with its comments, taken back", async () => {
  writeFileSync(app.settings, `# 내 설정\n${readFileSync(app.settings, "utf-8")}scan:\n  hidden: true # mine\n`);
  page = await app.open();
  await open("This machine");
  await row("scan.hidden").getByText("From the settings file").waitFor();
  await picture(page, "settings-machine-en-US-dark");
  expect(await findings(page)).toEqual([]);
  await row("thumbnails.size").getByRole("textbox").fill("384");
  await page.keyboard.press("Enter");
  await page.getByText("Size of thumbnails: saved. It counts from the next run.").waitFor();
  await row("scan.exclude").getByRole("textbox").fill("*.tmp\n시안");
  await row("scan.exclude").getByRole("textbox").blur();
  await row("scan.exclude").getByText("From the settings file").waitFor();
  const text = readFileSync(app.settings, "utf-8");
  for (const part of ["# 내 설정", "# mine", "size: 384", "시안"]) expect(text).toContain(part);
  await page.getByRole("button", { name: "Back to the default: Leave out" }).click();
  await expect.poll(() => readFileSync(app.settings, "utf-8")).not.toContain("시안");
  await row("models.captions.url").getByRole("textbox").fill("ftp://nowhere");
  await page.keyboard.press("Enter");
  await row("models.captions.url").getByRole("alert").waitFor();
  expect(await row("models.captions.url").getByRole("alert").textContent()).toContain("http://");
  await page.getByText("Size of thumbnails: saved").waitFor({ state: "hidden", timeout: 15_000 });
  await row("sidecars.write")
    .getByRole("button", { name: /Write sidecars/ })
    .first()
    .click();
  await page.getByRole("option", { name: "When asked" }).click();
  await page.getByRole("button", { name: "Undo", exact: true }).first().click();
  await expect.poll(() => readFileSync(app.settings, "utf-8")).not.toContain("manual");
});

it("what the environment gives is told and cannot be changed; a tier is chosen elsewhere", async () => {
  page = await app.open({ language: "ko-KR", theme: "light" });
  await open("이 컴퓨터");
  await row("reports.keep").getByText("환경 변수 IMAGEPARSER_REPORTS_KEEP에서").waitFor();
  expect(await row("reports.keep").getByRole("textbox").count()).toBe(0);
  await row("reports.keep").scrollIntoViewIfNeeded();
  await picture(page, "settings-machine-ko-KR-light");
  await row("models.tier").getByRole("button", { name: "모델 화면에서 고르기" }).click();
  await page.getByRole("heading", { name: "모델", exact: true }).waitFor();
});

it("places are told with sizes and how a library is moved", async () => {
  page = await app.open({ language: "ko-KR", theme: "dark" });
  await open("이 컴퓨터");
  const library = page.locator("[data-place=library]");
  await library.getByText(app.library).waitFor();
  await library.getByText("시작할 때 정함").waitFor();
  await page.getByText("라이브러리를 옮기는 방법").click();
  await page.getByText("환경 변수나 시작 명령이 정했습니다").waitFor();
  await picture(page, "settings-places-ko-KR-dark");
});

it("the library: searches are remembered or not, and forgotten", async () => {
  page = await app.open();
  await found(page);
  await page.keyboard.press("/");
  await page.keyboard.type("cat");
  await page.keyboard.press("Enter");
  await found(page);
  await page.keyboard.press("Escape");
  await open("Library");
  await row("switches.history").waitFor();
  await picture(page, "settings-library-en-US-dark");
  expect(await findings(page)).toEqual([]);
  await row("switches.history").locator("label").click();
  await row("switches.history").getByText("Kept by this library").waitFor();
  await page.getByText("Remember searches: saved, and in effect.").waitFor();
  await row("switches.history").locator("label").click();
  await expect.poll(() => row("switches.history").getByText("Kept by this library").count()).toBe(0);
});

it("settings are found by words of their help", async () => {
  page = await app.open({ language: "ko-KR", theme: "light" });
  await open();
  await page.getByRole("textbox", { name: "설정 찾기" }).fill("썸네일 품질");
  await row("thumbnails.quality").waitFor();
  expect(await page.locator("[data-setting]").count()).toBeLessThan(4);
  await picture(page, "settings-found-ko-KR-light");
  await page.getByRole("textbox", { name: "설정 찾기" }).fill("없는 설정");
  await page.getByText("그런 설정이 없습니다").waitFor();
});
