import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { CORPUS, found, picture, Running } from "./support";

const app = new Running();
let page: Page;

around(app, () => page);

const cells = (of: Page) => of.locator("[data-results] [role=option]");

it("collections are made, filled, shown, renamed, exported, taken in and deleted", async () => {
  page = await app.open();
  const all = await found(page);
  await page.getByRole("tab", { name: "Library" }).click();
  await page.getByRole("button", { name: "New collection" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("작업 모음");
  await page.keyboard.press("Enter");
  const collection = page.locator("[data-collection='작업 모음']");
  await collection.waitFor();
  await cells(page).nth(1).click();
  await cells(page)
    .nth(3)
    .click({ modifiers: ["Shift"] });
  await page.getByRole("button", { name: "Add to a collection" }).click();
  await page.getByRole("menuitem", { name: "작업 모음" }).click();
  await page.getByText("3 pictures were added to 작업 모음.").waitFor();
  await cells(page).nth(5).dragTo(collection);
  await expect.poll(() => collection.textContent()).toContain("4");
  await collection.locator("[data-choose]").click();
  expect(await found(page)).toBe(4);
  await picture(page, "collection-en-US-dark");
  const more = page.getByRole("button", { name: "More about collections" });
  await more.click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Export all collections as JSON" }).click(),
  ]);
  const file = JSON.parse(readFileSync(await download.path(), "utf-8"));
  expect(file.collections[0].items).toHaveLength(4);
  await collection.getByRole("button", { name: /More about/ }).click();
  await page.getByRole("menuitem", { name: "Change the collection" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Work");
  await page.keyboard.press("Enter");
  await page.locator("[data-collection=Work]").waitFor();
  await page.getByRole("button", { name: "More about Work" }).click();
  await page.getByRole("menuitem", { name: "Delete the collection" }).click();
  await expect.poll(() => page.locator("[data-collection=Work]").count()).toBe(0);
  await more.click();
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("menuitem", { name: "Take in collections" }).click(),
  ]);
  await chooser.setFiles(await download.path());
  await page.getByText("1 collection with 4 new pictures came in.").waitFor();
  await collection.waitFor();
  expect(all).toBeGreaterThan(4);
});

it("tags are given, shown as a tree and a cloud, changed, and taken back", async () => {
  page = await app.open({ language: "ko-KR", theme: "light" });
  await found(page);
  await cells(page).nth(2).click();
  await page.getByRole("button", { name: "태그 달기" }).click();
  await page.getByRole("combobox", { name: "태그, 쉼표로 구분" }).fill("하늘, 바다");
  await page.keyboard.press("Enter");
  await page.getByText("그림 1장에 하늘, 바다 태그를 달았습니다.").waitFor();
  await page.getByRole("tab", { name: "라이브러리" }).click();
  await page.getByRole("button", { name: "하늘 더 보기" }).click();
  await page.getByRole("menuitem", { name: "태그 바꾸기" }).click();
  await page.getByRole("textbox", { name: "다른 이름, 쉼표로 구분" }).fill("창공");
  await page.getByRole("button", { name: "저장" }).click();
  await page.getByText("하늘을(를) 저장했습니다.").waitFor();
  await page.keyboard.press("Escape");
  await page
    .locator("aside")
    .getByRole("button", { name: /^하늘 ?1$/ })
    .click();
  expect(await found(page)).toBe(1);
  await picture(page, "tags-ko-KR-light");
  expect(await findings(page)).toEqual([]);
});

it("comments are written, mention people, change with their history, and are deleted", async () => {
  page = await app.open();
  await found(page);
  await cells(page).nth(4).click();
  await page.keyboard.press("i");
  const write = page.getByRole("textbox", { name: "Write a comment" });
  await write.fill("@민아 too dark?");
  await page.getByRole("button", { name: "Add the comment" }).click();
  await page.locator("article").getByText("@민아").waitFor();
  await write.fill("hello @민");
  await page.getByRole("button", { name: "@민아" }).click();
  expect(await write.inputValue()).toBe("hello @민아 ");
  await page.getByRole("button", { name: "Change the comment" }).click();
  await page.getByRole("textbox", { name: "Change the comment" }).fill("@민아 good now");
  await page.locator("article").getByRole("button", { name: "Save" }).click();
  await page.getByText("1 earlier wording").click();
  await page.getByText("too dark?").waitFor();
  await picture(page, "comments-en-US-dark");
  await page.getByRole("button", { name: "Delete the comment" }).click();
  await page.getByText("A comment of Somebody was deleted.").waitFor();
});

it("folders are added, indexed while the pictures can be searched, chosen, and told with their problems", async () => {
  page = await app.open();
  const all = await found(page);
  const folder = join(app.folder, "새 그림");
  mkdirSync(folder);
  copyFileSync(join(CORPUS, "retrieval/scikit-image/chelsea.png"), join(folder, "고양이.png"));
  writeFileSync(join(folder, "broken.png"), "no picture at all");
  await page.getByRole("tab", { name: "Library" }).click();
  await page.getByRole("button", { name: "Add a folder" }).click();
  await page.getByRole("textbox", { name: "Path of a folder of pictures" }).fill(folder);
  await page.getByRole("button", { name: "Index", exact: true }).click();
  const root = page.locator(`[data-root="${folder}"]`);
  await page.getByText(/^새 그림: \d+ pictures? (is|are) new or changed\.$/).waitFor({ timeout: 60_000 });
  await root.waitFor();
  await root.getByRole("button").first().click();
  expect(await found(page)).toBeLessThan(all);
  await cells(page).filter({ hasText: "고양이.png" }).waitFor();
  await picture(page, "folders-en-US-dark");
  expect(await findings(page)).toEqual([]);
});

it("what is known of a picture is told: description, tags, colours, prompt", async () => {
  page = await app.open({ language: "ko-KR", theme: "dark" });
  await page.keyboard.press("/");
  await page.keyboard.type("has:prompt");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  const some = await found(page);
  await cells(page).nth(1).click();
  await page.keyboard.press("i");
  await page.getByRole("region", { name: "프롬프트", exact: true }).waitFor();
  await picture(page, "details-ko-KR-dark");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const prompt = page.getByRole("region", { name: "프롬프트", exact: true });
  await prompt.getByRole("button", { name: "복사: 프롬프트" }).click();
  await page.getByText("복사했습니다.").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await prompt.locator("p").textContent());
  await page.getByRole("region", { name: "색" }).getByRole("button").first().click();
  expect(await found(page)).toBeLessThanOrEqual(some);
  expect(await page.getByRole("combobox", { name: "검색" }).inputValue()).toContain("color:#");
});
