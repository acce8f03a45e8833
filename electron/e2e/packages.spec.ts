import { cpSync, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { findings } from "./axe";
import { CORPUS, found, picture, Running } from "./support";

const one = new Running();
const other = new Running();
let page: Page;
const here = join(one.folder, "그림 창고");
/** Where the second machine has the same pictures. */
const there = join(other.folder, "사진");
const file = join(one.folder, "모두.ipkg");

beforeAll(async () => {
  mkdirSync(here);
  cpSync(join(CORPUS, "retrieval/scikit-image"), here, { recursive: true });
  cpSync(here, there, { recursive: true });
  await one.start([here]);
  await other.start([]);
}, 120_000);
afterAll(async () => {
  await one.stop();
  await other.stop();
});
beforeEach(() => {
  one.errors.length = 0;
  other.errors.length = 0;
});
afterEach(async () => {
  await page.close();
  expect([...one.errors, ...other.errors]).toEqual([]);
});

const cells = (of: Page) => of.locator("[data-results] [role=option]");
const button = (of: Page | Locator, name: string | RegExp) => of.getByRole("button", { name });
/** What stands for a name in a list of facts. */
const fact = (of: Locator, name: string) => of.locator(`dt:text-is("${name}") + dd`);

it("a library is weighed and then written, and never over another file unasked", async () => {
  page = await one.open({ language: "en-US", theme: "dark" });
  const all = await found(page);
  await cells(page).nth(1).click();
  await button(page, "Add tags").click();
  await page.getByRole("combobox", { name: "Tags, separated by commas" }).fill("바다, 제주");
  await page.keyboard.press("Enter");
  await page.getByText("1 picture was tagged 바다, 제주.").waitFor();
  await page.keyboard.press("5");
  await page.keyboard.press("Shift+4");
  const contents = page.getByRole("region", { name: "Contents" });
  expect(await button(page, "Work out the size").isEnabled()).toBe(false);
  await page.getByRole("textbox", { name: "File to write" }).fill(file.slice(0, -".ipkg".length));
  await button(page, "Work out the size").click();
  await contents.getByText("What it would hold").waitFor();
  expect(await fact(contents, "Pictures").textContent()).toBe(`${all}`);
  expect(await fact(contents, "Tags").textContent()).toBe("2");
  expect(existsSync(file)).toBe(false);
  const weighed = await contents.locator("p").first().textContent();
  await picture(page, "packages-export-en-US-dark");
  expect(await findings(page)).toEqual([]);
  await button(page, "Write the package").click();
  await contents.getByText("The package was written").waitFor();
  expect(await contents.locator("p").first().textContent()).toBe(weighed);
  const { size } = statSync(file);
  expect(size).toBeGreaterThan(10_000);
  await button(page, "Write the package").click();
  await page
    .getByText(/Exists already/)
    .first()
    .waitFor();
  expect(statSync(file).size).toBe(size);
  await page.getByText("Thumbnails", { exact: true }).first().click();
  await page.getByText("Write over a file that is there").click();
  await button(page, "Work out the size").click();
  await contents.getByText("Without thumbnails").waitFor();
  expect(await fact(contents, "Thumbnails").textContent()).toBe("0");
});

it("a part of the library goes out as a read-only share", async () => {
  page = await one.open({ language: "ko-KR", theme: "light" });
  await found(page);
  await page.getByRole("tab", { name: "라이브러리" }).click();
  await button(page, "새 컬렉션").click();
  await page.getByRole("textbox", { name: "이름" }).fill("제주 여행");
  await page.keyboard.press("Enter");
  await cells(page).nth(0).click();
  await button(page, "컬렉션에 넣기").click();
  await page.getByRole("menuitem", { name: "제주 여행" }).click();
  await page.keyboard.press("Shift+4");
  await button(page, /담을 그림/).click();
  await page.getByRole("option", { name: "컬렉션" }).click();
  await page.getByText("읽기 전용 공유: 파일 위치를 알리지 않음").click();
  await page.getByText("파일 이름", { exact: true }).click();
  const share = join(one.folder, "보기.ipkg");
  await page.getByRole("textbox", { name: "쓸 파일" }).fill(share);
  await button(page, "패키지 쓰기").click();
  const contents = page.getByRole("region", { name: "들어 있는 것" });
  await contents.getByText("패키지를 썼습니다").waitFor();
  expect(await fact(contents, "그림").textContent()).toBe("1");
  await contents.getByText("읽기 전용 공유").waitFor();
  expect(await contents.getByText("원래 폴더").count()).toBe(0);
  await picture(page, "packages-share-ko-KR-light");
  expect(await findings(page)).toEqual([]);
});

it("another library looks inside, says where the folders are, tries, and takes it in", async () => {
  renameSync(here, `${here} 2`); // the first machine is not at hand
  page = await other.open({ language: "en-US", theme: "light" });
  await page.keyboard.press("Shift+4");
  await page.getByRole("tab", { name: "Import" }).click();
  await page.getByText("No package was looked into yet").waitFor();
  await page.getByRole("textbox", { name: "Package" }).fill(file);
  await button(page, "Look inside").click();
  const contents = page.getByRole("region", { name: "Contents" });
  await contents.getByText("What is inside").waitFor();
  const pictures = await fact(contents, "Pictures").textContent();
  expect(await button(page, "Take it in").isEnabled()).toBe(false);
  await button(page, "See what would happen").click();
  const report = page.getByRole("region", { name: "Report", exact: true });
  await report.getByText("What would come in").waitFor();
  expect(await fact(report, "New pictures").textContent()).toBe(pictures);
  expect(await fact(report, "Found on this machine").textContent()).toBe("0");
  await page.getByRole("textbox", { name: `Where ${here} is here` }).fill(there);
  await expect.poll(() => report.count()).toBe(0);
  await button(page, "See what would happen").click();
  await expect.poll(() => fact(report, "Found on this machine").textContent()).toBe(pictures);
  await picture(page, "packages-import-en-US-light");
  expect(await findings(page)).toEqual([]);
  await button(page, "Take it in").click();
  await report.getByText("What came in").waitFor();
  await button(report, "Show the pictures").click();
  await expect.poll(() => found(page)).toBe(Number(pictures));
  await page.keyboard.press("/");
  await page.keyboard.type("tag:제주 rating:5");
  await page.keyboard.press("Enter");
  await expect.poll(() => found(page)).toBe(1);
});

it("what both say differently is shown before it is decided, and can be taken back", async () => {
  page = await other.open({ language: "ko-KR", theme: "dark" });
  await expect.poll(() => found(page)).toBeGreaterThan(1);
  await page.keyboard.press("/");
  await page.keyboard.type("tag:제주");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect.poll(() => found(page)).toBe(1);
  await cells(page).first().click();
  await page.keyboard.press("2");
  await page.keyboard.press("Shift+4");
  await page.getByRole("tab", { name: "가져오기" }).click();
  await page.getByRole("textbox", { name: "패키지 파일" }).fill(file);
  await button(page, "내용 보기").click();
  await button(page, /라이브러리와 패키지가 다를 때/).click();
  await page.getByRole("option", { name: "패키지 쪽을 따르기" }).click();
  await button(page, "미리 보기").click();
  const report = page.getByRole("region", { name: "결과", exact: true });
  await report.getByText("라이브러리와 패키지가 다른 곳이 1군데 있습니다.").waitFor();
  expect(await report.getByRole("row").nth(1).textContent()).toMatch(/평점.*2.*5/);
  await picture(page, "packages-conflicts-ko-KR-dark");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("tabpanel").getByRole("button", { name: "가져오기", exact: true }).click();
  await report.getByText("가져온 것").waitFor();
  await page.keyboard.press("Shift+1");
  await expect.poll(() => rated(page, 5)).toBe(1);
  await page.keyboard.press("Shift+4");
  await page.getByRole("tab", { name: "가져오기" }).click();
  await button(page, "태그, 평점, 글 되돌리기").click();
  await page.getByText("변경을 되돌렸습니다.").waitFor();
  await page.keyboard.press("Shift+1");
  await expect.poll(() => rated(page, 2)).toBe(1);
});

it("what is no package is refused with the reason", async () => {
  page = await other.open({ language: "en-US", theme: "dark" });
  const path = join(other.folder, "글.ipkg");
  writeFileSync(path, "안녕하세요");
  await page.keyboard.press("Shift+4");
  await page.getByRole("tab", { name: "Import" }).click();
  await page.getByRole("textbox", { name: "Package" }).fill(path);
  await page.keyboard.press("Enter");
  const told = page.getByRole("alert").filter({ hasText: "Checking 글.ipkg failed" });
  await told.getByText(/^This is no package, or a damaged one/).waitFor();
  await picture(page, "packages-refused-en-US-dark");
});

/** How many pictures have so many stars. */
async function rated(of: Page, stars: number): Promise<number> {
  const box = of.getByRole("combobox").first();
  await box.fill(`tag:제주 rating:${stars}`);
  await of.keyboard.press("Enter");
  await of.keyboard.press("Escape");
  return found(of);
}
