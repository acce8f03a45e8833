import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { CORPUS, found, picture, Running } from "./support";

const app = new Running();
let page: Page;

around(
  app,
  () => page,
  () => app.start([]),
);

const guide = (name: string) => page.getByRole("dialog", { name });

it("can be left, stays away, and comes back when asked", async () => {
  page = await app.open({ guided: false });
  await guide("First steps").getByText("Step 1 of 3").waitFor();
  await picture(page, "firstrun-folder-en-US-dark");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Skip" }).click();
  await page.getByText("The library is empty").waitFor();
  await picture(page, "firstrun-empty-en-US-dark");
  await page.reload();
  await page.getByText("The library is empty").waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.getByRole("button", { name: "First steps" }).click();
  await guide("First steps").waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
  await page.keyboard.press("Escape");
  await guide("First steps").waitFor({ state: "detached" });
  await page.keyboard.press("Control+,");
  await page.getByRole("button", { name: "Open the guide" }).click();
  await guide("First steps").waitFor();
});

it("tells a folder that cannot be read and takes another one", async () => {
  page = await app.open({ guided: false, theme: "light" });
  const path = page.getByRole("textbox", { name: "Path of a folder of pictures" });
  await path.fill(join(app.folder, "nowhere"));
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Start with the pictures" }).click();
  await guide("First steps").getByRole("alert").waitFor();
  await picture(page, "firstrun-failed-en-US-light");
  await page.getByRole("button", { name: /^Without / }).click();
  expect(await page.getByRole("button", { name: "Next" }).isDisabled()).toBe(true);
});

it("folder, tier, captions; then the pictures appear", async () => {
  page = await app.open({ guided: false, language: "ko-KR" });
  const path = page.getByRole("textbox", { name: "그림 폴더의 경로" });
  await path.fill(join(CORPUS, "retrieval/scikit-image"));
  await page.getByRole("button", { name: "추가" }).click();
  await page.getByRole("button", { name: "다음" }).click();
  await page.getByRole("radio", { name: "기본" }).waitFor();
  expect(await page.getByRole("radio", { name: "기본" }).isChecked()).toBe(true);
  expect(await page.getByRole("radio", { name: "울트라" }).isDisabled()).toBe(true);
  await picture(page, "firstrun-tier-ko-KR-dark");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "다음" }).click();
  await page.locator("[data-reachable]").waitFor();
  await picture(page, "firstrun-captions-ko-KR-dark");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "그림 읽기 시작" }).click();
  await page.locator("[data-results] [role=option]").first().waitFor({ timeout: 60_000 });
  await page.getByText(/^scikit-image: 새롭거나 바뀐 그림 \d+장/).waitFor({ timeout: 60_000 });
  expect(await found(page)).toBeGreaterThan(3);
  await picture(page, "firstrun-pictures-ko-KR-dark");
  await page.reload();
  await page.locator("[data-results]").waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);
});
