import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings } from "./axe";
import { copies } from "./generated";
import { around } from "./hooks";
import { CORPUS, found, picture, Running, type Setting } from "./support";

/** More than what gets small pictures by itself. */
const MANY = 1200;

const app = new Running();
let page: Page;

around(app, () => page);

async function openArchive(setting: Setting): Promise<Page> {
  const opened = await app.open(setting);
  opened.setDefaultTimeout(15_000);
  await found(opened);
  await opened.keyboard.press("Shift+3");
  return opened;
}

/** Keep pictures of the page in both themes. */
async function pictures(name: string): Promise<void> {
  const own = await page.evaluate(() => document.documentElement.dataset.theme ?? "dark");
  for (const theme of ["dark", "light"]) {
    await page.evaluate((to) => document.documentElement.setAttribute("data-theme", to), theme);
    await picture(page, `${name}-${theme}`);
  }
  await page.evaluate((to) => document.documentElement.setAttribute("data-theme", to), own);
}

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const box = (name: string) => page.getByRole("textbox", { name, exact: true });
const grid = (name: string) => page.getByRole("grid", { name });
const names = (folder: string) => readdirSync(folder).sort();

it("reads a folder, looks through its tags, plans new names with conflicts, runs and takes it back", async () => {
  page = await openArchive({ language: "en-US", theme: "dark" });
  const folder = copies(app.folder, "그림 하나");
  const before = names(folder);

  await box("Folder of pictures").fill(folder);
  await button("Read the prompts").click();
  await page.getByText("13 pictures are known in this folder.").waitFor();
  await grid("What was read").getByText("Not supported").waitFor();
  await button(/^Without a prompt 1$/).click();
  await grid("What was read").getByText("gimp.webp").waitFor();
  await button(/^All 13$/).click();
  await pictures("archive-folder-en-US");
  expect(await findings(page)).toEqual([]);

  await button("Next").click();
  await page.locator("[data-total='12']").waitFor();
  await box("Find a tag").fill("hatsune");
  await page.getByRole("button", { name: /^hatsune miku \d+$/ }).click();
  await expect.poll(() => page.locator("[data-total]").last().getAttribute("data-total")).toBe("6");
  await box("Find a tag").fill("");
  await page.locator("[data-picture='novelai-full.png'] [data-tag='no text']").focus();
  await page.keyboard.press("Shift+Enter");
  await expect.poll(() => page.locator("[data-total]").last().getAttribute("data-total")).not.toBe("6");
  await pictures("archive-tags-en-US");
  expect(await findings(page)).toEqual([]);
  await button("Show all pictures").click();
  await page.getByRole("button", { name: /^hatsune miku 6$/ }).click();
  await page.locator("[data-total='6']").waitFor();
  await button("Or another tag instead of hatsune miku").click();
  await page.getByRole("button", { name: /^1girl 8$/ }).click();
  await page.locator("[data-total='9']").waitFor();
  expect(await page.locator("[data-any]").textContent()).toMatch(/^hatsune mikuor/);
  await pictures("archive-tags-or-en-US");
  expect(await findings(page)).toEqual([]);
  await button("Show all pictures").click();

  await button("Next").click();
  await page.locator("[data-picture='novelai-full.png'] [data-tag='hatsune miku']").click();
  await box("Name of the variable").fill("character");
  await box("Name of the value").fill("미쿠");
  await page
    .locator("[data-picture='512x512.png'] [data-tag='1girl']")
    .dragTo(page.locator("[data-variable=character]"), { targetPosition: { x: 20, y: 6 } });
  await page.locator("[data-value='1girl']").waitFor();
  await button("[character]").click();
  expect(await box("New name").inputValue()).toBe("[character]");
  await box("New name").fill("[character]-[mood]");
  await page.getByText("No variable is called mood").waitFor();
  await box("New name").fill("[character]");
  await page.locator("[data-picture='512x512.png']").getByText("512x512.png").click();
  const preview = page.getByRole("region", { name: "Preview" });
  await preview
    .getByText("1girl.png")
    .or(preview.getByText(/1girl@@@\d+\.png/))
    .first()
    .waitFor();
  await pictures("archive-template-en-US");
  expect(await findings(page)).toEqual([]);

  await button("Next").click();
  const plan = grid("Plan");
  await plan.getByText("512x512.png").waitFor();
  expect(names(folder)).toEqual(before);
  await button(/^Conflict \d+$/).click();
  await plan
    .getByText(/more than one value fits: 미쿠 \(hatsune miku\) · 1girl \(1girl\)/)
    .first()
    .waitFor();
  await plan.getByText("forge-neo.png").click();
  await page.getByRole("region", { name: "The chosen picture" }).waitFor();
  await pictures("archive-plan-en-US");
  expect(await findings(page)).toEqual([]);
  await button(/^All 13$/).click();
  await button(/^Rename \d+ pictures?$/).click();
  await page
    .getByText(/^\d+ pictures? (was|were) changed\.$/)
    .first()
    .waitFor();
  expect(existsSync(join(folder, "1girl.png"))).toBe(true);
  expect(existsSync(join(folder, "512x512.png"))).toBe(false);
  expect(names(folder)).toHaveLength(before.length);
  await pictures("archive-ran-en-US");

  await button("Done before")
    .or(page.getByRole("tab", { name: "Done before" }))
    .first()
    .click();
  await page.getByText("Renamed · done").waitFor();
  await pictures("archive-history-en-US");
  expect(await findings(page)).toEqual([]);
  await button("Undo…").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("grid", { name: "The way back" }).getByText("512x512.png").waitFor();
  await pictures("archive-undo-en-US");
  await dialog.getByRole("button", { name: /^Take \d+ pictures? back$/ }).click();
  await page.getByText(/^\d+ pictures? (is|are) back\.$/).waitFor();
  expect(names(folder)).toEqual(before);
});

it("나눠 담기: keeps templates and presets, sorts into folders, does again what was undone, in Korean", async () => {
  page = await openArchive({ language: "ko-KR", theme: "light" });
  const folder = copies(app.folder, "그림 둘");
  await box("그림 폴더").fill(`${folder}/`);
  await page.keyboard.press("Enter");
  await page.getByText("이 폴더에서 아는 그림은 13장입니다.").waitFor();
  await pictures("archive-folder-ko-KR");
  await button("다음").click();
  await page.locator("[data-total='12']").waitFor();
  await pictures("archive-tags-ko-KR");
  await button("다음").click();

  const file = join(app.folder, "감정.json");
  const scenes = [
    { id: "1", name: "웃음", scenePrompt: "smile" },
    { id: "2", name: "미쿠", scenePrompt: "hatsune miku" },
  ];
  writeFileSync(file, JSON.stringify({ name: "감정", scenes }));
  await button("변수").click();
  await page.getByRole("button", { name: "새 변수 더 보기" }).click();
  await page.getByRole("menuitem", { name: "프리셋에서 값 가져오기" }).click();
  await page.getByRole("tab", { name: "파일에서" }).click();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button("파일 고르기…").click()]);
  await chooser.setFiles(file);
  await page.getByText("값 2개", { exact: true }).waitFor();
  await pictures("archive-preset-ko-KR");
  await button("값 2개 보관").click();
  await page.getByText("감정 프리셋을 보관했습니다.").waitFor();
  await button("값 2개 추가").click();
  await page.locator("[data-value='웃음']").waitFor();
  expect(await box("변수의 이름").inputValue()).toBe("감정");

  await button("템플릿").click();
  await box("이 템플릿의 이름").fill("표정 나누기");
  await button("보관").click();
  await page.locator("[data-template='표정 나누기']").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), button("파일로 저장…").click()]);
  expect(JSON.parse(readFileSync(await download.path(), "utf-8"))).toMatchObject({ name: "표정 나누기" });
  await pictures("archive-templates-ko-KR");
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: /그림을 어떻게 할까요/ }).click();
  await page.getByRole("option", { name: "그림을 폴더에 나눠 담기" }).click();
  await button("같은 폴더 안에").click();
  await button("+ 감정 추가").click();
  await page
    .getByRole("region", { name: "미리 보기" })
    .getByText(/미쿠\//)
    .first()
    .waitFor();
  await pictures("archive-template-ko-KR");
  expect(await findings(page)).toEqual([]);
  await button("다음").click();
  await grid("계획").getByText("미쿠/novelai-full.png").waitFor();
  await pictures("archive-plan-ko-KR");
  const before = names(folder);
  await button(/^그림 \d+장 옮기기$/).click();
  await page
    .getByText(/^그림 \d+장을 바꿨습니다\.$/)
    .first()
    .waitFor();
  expect(existsSync(join(folder, "미쿠/novelai-full.png"))).toBe(true);
  await pictures("archive-ran-ko-KR");
  await button("되돌리기…").click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^그림 \d+장 되돌리기$/ })
    .click();
  await page.getByText(/^그림 \d+장이 돌아왔습니다\.$/).waitFor();
  expect(names(folder)).toEqual(before);
  await page.getByRole("tab", { name: "지난 작업" }).click();
  await page.getByText("폴더에 나눠 담기 · 되돌림").first().waitFor();
  await pictures("archive-history-ko-KR");
  await button("다시 하기…").first().click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^그림 \d+장 되돌리기$/ })
    .click();
  await expect.poll(() => existsSync(join(folder, "미쿠/novelai-full.png"))).toBe(true);
  expect(await findings(page)).toEqual([]);
});

it("shows a new plan instead of running one that does not hold any more, and takes numbers off", async () => {
  page = await openArchive({ language: "en-US", theme: "light" });
  const folder = copies(app.folder, "numbers");
  copyFileSync(join(folder, "a1111.png"), join(folder, "horse@@@1.png"));
  await box("Folder of pictures").fill(folder);
  await page.keyboard.press("Enter");
  await page.getByText("14 pictures are known in this folder.").waitFor();
  await page.getByRole("tab", { name: "3. Template" }).click();
  await page.getByRole("button", { name: /What happens to the pictures/ }).click();
  await page.getByRole("option", { name: "Take the numbers (@@@1) off the names" }).click();
  await page.getByRole("tab", { name: "4. Plan and run" }).click();
  await grid("Plan").getByText("horse.png").waitFor();
  copyFileSync(join(folder, "a1111.png"), join(folder, "horse.png"));
  await button("Take 1 number off").click();
  await page.getByText("Something has changed in the folder meanwhile. Look at the new plan.").waitFor();
  expect(existsSync(join(folder, "horse@@@1.png"))).toBe(true);
  await grid("Plan").getByText("Not possible: Exists already.").waitFor();
  await pictures("archive-changed-en-US");
  expect(await findings(page)).toEqual([]);
});

it("goes on where a run was stopped, in a small window with long names", async () => {
  page = await openArchive({ language: "ko-KR", theme: "dark" });
  await page.setViewportSize({ width: 1000, height: 680 });
  const folder = join(
    app.folder,
    "아주 긴 이름을 가진 폴더라서 한 줄에 다 들어가지 않는 그림들의 모음집 제1권 (최종본의 최종본)",
  );
  mkdirSync(folder);
  const cat = readFileSync(join(CORPUS, "png_meta/sd-parsers/NovelAI/novelai1_cropped.png"));
  for (let at = 0; at < MANY; at++) writeFileSync(join(folder, `a_long_name_as_generators_make_them_${at}.png`), cat);
  await box("그림 폴더").fill(folder);
  await page.keyboard.press("Enter");
  await page.getByText("이 폴더에서 아는 그림은 1,200장입니다.").waitFor({ timeout: 40_000 });
  await page.getByRole("tab", { name: "3. 템플릿" }).click();
  await page.getByText("그림을 아직 보여 줄 수 없습니다").waitFor();
  await button("변수").click();
  await box("변수의 이름").fill("무엇");
  await button("값").click();
  await box("값의 이름").fill("고양이");
  await box("고양이의 태그").fill("cat, space");
  await page.keyboard.press("Enter");
  await box("새 이름").fill("[무엇]");
  await pictures("archive-small-ko-KR");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("tab", { name: "4. 계획과 실행" }).click();
  const run = button(/^그림 [\d,]+장 이름 바꾸기$/);
  // The run is short: it is stopped by the page itself, in the first frame that offers it.
  const stopped = page.evaluate(
    (word) =>
      new Promise<void>((resolve) => {
        const look = () => {
          const all = [...document.querySelectorAll<HTMLButtonElement>("footer button")];
          const stop = all.find((one) => one.textContent?.trim() === word);
          stop?.click();
          if (stop) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
    "멈추기",
  );
  await run.click();
  await stopped;
  await button("이어서 하기").click();
  await page.getByText("멈추기 전에 한 것은 그대로 둡니다.").waitFor();
  await run.click();
  await page
    .getByText(/^그림 [\d,]+장을 바꿨습니다\.$/)
    .first()
    .waitFor({ timeout: 20_000 });
  expect(names(folder).filter((name) => !/^고양이(@@@\d+)?\.png$/.test(name))).toEqual([]);
  expect(names(folder)).toHaveLength(MANY);
  await pictures("archive-small-ran-ko-KR");
  expect(await findings(page)).toEqual([]);
});
