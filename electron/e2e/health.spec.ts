import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { CORPUS, found, picture, Running } from "./support";

const app = new Running();
const folder = join(app.folder, "내 그림");
const PHOTOS = join(CORPUS, "photos");
let page: Page;

around(
  app,
  () => page,
  async () => {
    mkdirSync(folder, { recursive: true });
    const all = readdirSync(PHOTOS, { recursive: true, encoding: "utf-8" }).filter((name) => /\.jpe?g$/i.test(name));
    for (const [at, name] of all.sort().slice(0, 6).entries()) {
      copyFileSync(join(PHOTOS, name), join(folder, `사진 ${at}.jpg`));
    }
    writeFileSync(join(folder, "깨진 사진.jpg"), "\xff\xd8\xff no more");
    await app.start([folder]);
  },
);

const go = (to: string) => page.locator("nav").getByRole("button", { name: to }).click();
const cells = () => page.locator("[data-results] [role=option]");

/** Take the stored previews of some pictures away, as a careless hand would. */
function losePreviews(count: number): void {
  const thumbs = `${app.library}.thumbs`;
  const files = readdirSync(thumbs, { recursive: true, encoding: "utf-8" }).filter((name) => name.endsWith(".webp"));
  for (const name of files.slice(0, count)) rmSync(join(thumbs, name));
}

it("tells that nothing is wrong, and what is worth knowing with its reason", async () => {
  page = await app.open();
  await go("Health");
  await page.locator("[data-ok=true]").getByText("Nothing is wrong").waitFor();
  await page.getByText("That is a quick look.", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Check everything" }).click();
  await page.getByText("Everything was read at", { exact: false }).waitFor();
  const unreadable = page.locator("[data-finding=files_unreadable]");
  await unreadable.getByText("All of them, by reason").click();
  await unreadable.getByRole("button", { name: "Not supported 1" }).waitFor();
  await unreadable.getByText("깨진 사진.jpg").waitFor();
  expect(await findings(page)).toEqual([]);
  await picture(page, "health-en-US-dark");
});

it("finds a fault, tells what the repair does, mends it after a backup, and is well then", async () => {
  losePreviews(2);
  page = await app.open({ language: "ko-KR", theme: "light" });
  await go("상태 점검");
  await page.getByRole("button", { name: "전체 점검" }).click();
  await page.locator("[data-ok=false]").waitFor();
  const fault = page.locator("[data-finding=thumbnails_missing]");
  await fault.getByText("2", { exact: true }).waitFor();
  await picture(page, "health-fault-ko-KR-light");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "모든 문제 고치기…" }).click();
  await page.getByRole("dialog").getByText("먼저 라이브러리를 백업합니다.", { exact: false }).waitFor();
  await picture(page, "repair-ko-KR-light");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "고치기" }).click();
  await page.getByText("고치기 전의 라이브러리", { exact: false }).waitFor();
  await page.getByRole("button", { name: "지금 색인" }).click();
  await page.locator("[data-ok=true]").waitFor();
  await page.getByRole("tab", { name: "백업" }).click();
  await page.getByText("고치기 전", { exact: true }).waitFor();
});

it("shows what the library takes on the disk", async () => {
  page = await app.open();
  await go("Health");
  await page.getByRole("button", { name: "Check everything" }).click();
  await page.getByText("Everything was read at", { exact: false }).waitFor();
  await page.getByRole("tab", { name: "Disk" }).click();
  await page.getByText("free on the disk", { exact: false }).waitFor();
  await page.getByText("Files and their state").waitFor();
  expect(await findings(page)).toEqual([]);
  await picture(page, "disk-en-US-dark");
});

it("makes, verifies, restores and deletes backups, each with a clear word before", async () => {
  page = await app.open();
  await found(page);
  await go("Health");
  await page.getByRole("tab", { name: "Backups" }).click();
  await page.getByRole("button", { name: "Make a backup" }).click();
  const made = page.locator("[data-backup]").filter({ hasText: "made by hand" });
  await made.first().waitFor();
  await page.getByRole("button", { name: "Verify all" }).click();
  await made.getByText("sound", { exact: true }).waitFor();
  await picture(page, "backups-en-US-dark");
  expect(await findings(page)).toEqual([]);
  await go("Pictures");
  await cells().first().click();
  await page.keyboard.press("5");
  await page.getByText("1 picture now has rating 5.").waitFor();
  await go("Health");
  await page.getByRole("tab", { name: "Backups" }).click();
  await made.getByRole("button", { name: "Restore…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("The present is kept as another backup first", { exact: false }).waitFor();
  await picture(page, "restore-en-US-dark");
  await dialog.getByRole("button", { name: "Restore" }).click();
  await page.getByText(/The library is as it was at/).waitFor();
  await page.locator("[data-backup]").filter({ hasText: "before a restore" }).waitFor();
  await go("Pictures");
  await page.getByPlaceholder("Words", { exact: false }).fill("rating:5");
  await page.keyboard.press("Enter");
  await expect.poll(() => found(page)).toBe(0);
  await go("Health");
  await page.getByRole("tab", { name: "Backups" }).click();
  await made.getByRole("button", { name: /Delete the backup/ }).click();
  await dialog.getByText("They are deleted for good.").waitFor();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await page.getByText("1 backup was deleted.").waitFor();
  await expect.poll(() => made.count()).toBe(0);
});

it("writes sidecars after showing the plan, and reads what another program changed", async () => {
  page = await app.open({ language: "ko-KR" });
  await found(page);
  await cells().first().click();
  const name = (await cells().first().getAttribute("aria-label")) ?? "";
  await page.keyboard.press("4");
  await page.getByText("평점 4점을 주었습니다.", { exact: false }).waitFor();
  await go("상태 점검");
  await page.getByRole("tab", { name: "사이드카" }).click();
  await page.getByRole("button", { name: "사이드카 쓰기…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("새로 만듦 1개", { exact: false }).waitFor();
  const sidecar = join(folder, `${name}.xmp`);
  expect(existsSync(sidecar)).toBe(false);
  await picture(page, "sidecars-ko-KR-dark");
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "파일 1개 쓰기" }).click();
  await page.getByText("사이드카 1개를 썼고 0개가 실패했습니다.").waitFor();
  const text = readFileSync(sidecar, "utf-8");
  expect(text).toContain("4");
  writeFileSync(sidecar, text.replace(/Rating(="|>)4/, "Rating$12"));
  await page.getByRole("button", { name: "사이드카 읽기…" }).click();
  await picture(page, "sidecars-read-ko-KR-dark");
  await dialog.getByRole("button", { name: "읽기", exact: true }).click();
  await page.getByText(/사이드카 1개를 읽어 그림 1장이 바뀌었습니다/).waitFor();
  await page.getByText("사이드카에 아직 쓰지 않은 그림").waitFor();
});

it("is looked at anew after an index run", async () => {
  page = await app.open();
  await go("Health");
  const unreadable = page.locator("[data-finding=files_unreadable]");
  await unreadable.getByText("1", { exact: true }).waitFor();
  await go("Pictures");
  writeFileSync(join(folder, "또 깨진 사진.jpg"), "\xff\xd8\xff no more either");
  await page.getByRole("tab", { name: "Library" }).click();
  await page
    .locator(`[data-root='${folder}']`)
    .getByRole("button", { name: /^Bring/ })
    .click();
  await go("Health");
  await unreadable.getByText("2", { exact: true }).waitFor();
});
