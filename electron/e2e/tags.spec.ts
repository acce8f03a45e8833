import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { CORPUS, found, picture, Running } from "./support";

const app = new Running();
let page: Page;

around(app, () => page);

const cells = () => page.locator("[data-results] [role=option]");
const dialog = () => page.getByRole("dialog");
const tag = (name: string) => dialog().locator(`[data-tag="${name}"]`);

async function manage(tab: string, button: string): Promise<void> {
  await page.getByRole("tab", { name: tab }).click();
  // By key: what loads beside it may move the button away from a pointer that is pressing it.
  await page.getByRole("button", { name: button, exact: true }).press("Enter");
  await dialog().waitFor();
}

it("tags are made, hung below others by drag, coloured, merged and deleted, each with a way back", async () => {
  page = await app.open();
  await found(page);
  await manage("Library", "Manage tags");
  for (const name of ["animal", "cat", "kitty", "old"]) {
    await dialog().getByRole("textbox", { name: "New tag" }).fill(name);
    await page.keyboard.press("Enter");
    await tag(name).waitFor();
  }
  await tag("cat").dragTo(tag("animal"));
  await page.getByText("1 tag stands below animal now.").waitFor();
  await tag("cat").getByRole("button").first().click();
  await dialog().getByRole("textbox", { name: "Other names, separated by commas" }).fill("고양이, 냥이");
  await dialog().getByRole("button", { name: "Green" }).click();
  await dialog().getByRole("button", { name: "Save", exact: true }).click();
  await expect.poll(() => tag("cat").textContent()).toContain("고양이, 냥이");
  await tag("kitty").getByRole("button").first().click();
  await dialog().getByRole("combobox", { name: "Replace it everywhere by" }).fill("cat");
  await dialog().getByRole("button", { name: "Replace everywhere" }).click();
  await expect.poll(() => tag("kitty").count()).toBe(0);
  await picture(page, "tag-manager-en-US-dark");
  await tag("old").getByRole("checkbox").check({ force: true });
  await dialog().getByText("2 tags", { exact: true }).waitFor();
  expect(await findings(page)).toEqual([]);
  await dialog().getByRole("button", { name: "Delete these tags" }).click();
  await page.getByText("2 tags were deleted.").waitFor();
  expect(await tag("cat").count()).toBe(0);
  const told = page.getByRole("alertdialog").filter({ hasText: "2 tags were deleted." });
  await told.getByRole("button", { name: "Undo", exact: true }).click();
  await expect.poll(() => tag("cat").count()).toBe(1);
  expect(await tag("old").count()).toBe(1);
});

it("tags of many pictures are given and taken at once, with suggestions, and the cloud follows", async () => {
  page = await app.open({ language: "ko-KR", theme: "light" });
  await found(page);
  await cells().nth(0).click();
  await cells()
    .nth(5)
    .click({ modifiers: ["Shift"] });
  await manage("라이브러리", "태그 관리");
  await dialog().getByRole("tab", { name: "그림에" }).click();
  await dialog()
    .getByRole("button", { name: /고른 그림 6장/ })
    .waitFor();
  await dialog().getByRole("group", { name: "추천 태그" }).getByRole("button").first().click();
  await dialog().getByRole("combobox", { name: "달 태그, 쉼표로 구분" }).fill("바다, 여름");
  await picture(page, "tags-pictures-ko-KR-light");
  await dialog().getByRole("button", { name: "그림 6장 바꾸기" }).click();
  await page.getByText("태그를 12번 달거나 뺐습니다.").waitFor();
  await dialog().getByRole("group", { name: "달려 있는 태그" }).getByRole("button", { name: /^여름/ }).click();
  await dialog().getByRole("button", { name: "그림 6장 바꾸기" }).click();
  await page.getByText("태그를 6번 달거나 뺐습니다.").waitFor();
  await dialog().getByRole("tab", { name: "태그 구름" }).click();
  for (const kind of ["모델에서", "파일에서", "프롬프트에서"]) await dialog().getByText(kind).click();
  await dialog().getByRole("button", { name: "바다, 그림 6장" }).waitFor();
  expect(
    await dialog()
      .getByRole("button", { name: /^여름,/ })
      .count(),
  ).toBe(0);
  await dialog().getByText("모델에서").click();
  await picture(page, "tags-cloud-ko-KR-light");
  expect(await findings(page)).toEqual([]);
});

it("tags go into text files and come from them, both planned first", async () => {
  page = await app.open();
  const folder = join(app.folder, "tagged");
  mkdirSync(folder);
  copyFileSync(join(CORPUS, "retrieval/scikit-image/chelsea.png"), join(folder, "a.png"));
  copyFileSync(join(CORPUS, "retrieval/scikit-image/coffee.png"), join(folder, "b.png"));
  writeFileSync(join(folder, "b.txt"), "cup, artist:mina");
  await page.getByRole("tab", { name: "Library" }).click();
  await page.getByRole("button", { name: "Add a folder" }).click();
  await page.getByRole("textbox", { name: "Path of a folder of pictures" }).fill(folder);
  await page.getByRole("button", { name: "Index", exact: true }).click();
  await page.getByText(/^tagged: 2 pictures are new/).waitFor({ timeout: 60_000 });
  await page.locator(`[data-root="${folder}"]`).getByRole("button").first().click();
  expect(await found(page)).toBe(2);
  await page.getByRole("button", { name: "More about tags", exact: true }).click();
  await page.getByRole("menuitem", { name: "Text files" }).click();
  await dialog()
    .getByRole("button", { name: /What to do/ })
    .click();
  await page.getByRole("option", { name: "Take tags from the files" }).click();
  await dialog().getByRole("button", { name: "Show the plan" }).click();
  await dialog().getByText("1 file was read; pictures without one: 1.").waitFor();
  expect(await dialog().locator("[data-plan-line]").textContent()).toContain("+ cup");
  await picture(page, "tags-files-en-US-dark");
  await dialog().getByRole("button", { name: "Give or take 2 tags" }).click();

  await page.getByText("2 tags were given or taken.").waitFor();
  await dialog().getByRole("tab", { name: "On pictures" }).click();
  await dialog().getByRole("combobox", { name: "Give tags, separated by commas" }).fill("cat");
  await dialog().getByRole("button", { name: "Change 2 pictures" }).click();
  await dialog().getByRole("tab", { name: "Text files" }).click();
  await dialog().getByRole("button", { name: "Show the plan" }).click();
  await dialog().getByText("New 1, replaced 0, as they are 0, left alone 1,", { exact: false }).waitFor();
  expect(existsSync(join(folder, "a.txt"))).toBe(false);
  await dialog().getByRole("button", { name: "Write 1 file", exact: true }).click();
  await page.getByText("1 tag file was written.").waitFor();
  expect(readFileSync(join(folder, "a.txt"), "utf-8").trim()).toBe("cat");
  expect(readFileSync(join(folder, "b.txt"), "utf-8")).toBe("cup, artist:mina");
});

it("who is mentioned is listed with counts and leads to the pictures", async () => {
  page = await app.open({ language: "ko-KR" });
  const all = await found(page);
  await cells().nth(2).click();
  await page.keyboard.press("i");
  await page.getByRole("textbox", { name: "코멘트 쓰기" }).fill("@민아 확인해 주세요");
  await page.getByRole("button", { name: "코멘트 달기" }).click();
  await page.getByRole("tab", { name: "라이브러리" }).click();
  await page.getByRole("group", { name: "멘션된 사람" }).getByRole("button", { name: /민아/ }).click();
  expect(await found(page)).toBe(1);
  expect(all).toBeGreaterThan(1);
  await picture(page, "mentions-ko-KR-dark");
});
