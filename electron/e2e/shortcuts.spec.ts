import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { picture, Running } from "./support";

const app = new Running();
let page: Page;

around(app, () => page);

const row = (key: string) => page.locator(`[data-setting='${key}']`);
const kept = () =>
  page.evaluate(
    () => JSON.parse(localStorage.getItem("imageparser.settings") ?? "{}").state as Record<string, unknown>,
  );

async function open(): Promise<void> {
  await page.keyboard.press("Control+,");
  await row("me.theme").waitFor();
}

it("shortcuts: pressed, conflicting, exported, taken in, reset, and in use", async () => {
  page = await app.open();
  await open();
  await page.getByRole("textbox", { name: "Find an action" }).fill("palette");
  const search = page.locator("[data-action='search.focus']");
  await page.getByRole("textbox", { name: "Find an action" }).fill("search.focus");
  await search.getByRole("button", { name: /^Add keys/ }).click();
  await page.keyboard.press("Alt+KeyS");
  await expect.poll(async () => (await kept()).keys).toEqual({ "search.focus": ["/", "mod+f", "alt+s"] });
  await search.getByRole("button", { name: /^Add keys/ }).click();
  await page.keyboard.press("i");
  await page.getByRole("dialog", { name: "These keys are taken" }).waitFor();
  await picture(page, "shortcuts-clash-en-US-dark");
  await page.getByRole("button", { name: "Take it over" }).click();
  await expect
    .poll(async () => (await kept()).keys)
    .toEqual({ "app.right": [], "search.focus": ["/", "mod+f", "alt+s", "i"] });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export", exact: true }).click(),
  ]);
  const file = join(app.folder, "shortcuts.json");
  await download.saveAs(file);
  expect(JSON.parse(readFileSync(file, "utf-8")).keys).toHaveProperty(["app.right"]);
  await page.getByRole("button", { name: "Reset all" }).click();
  expect((await kept()).keys).toEqual({});
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Import", exact: true }).click(),
  ]);
  await chooser.setFiles(file);
  await page.getByText("Keys of 2 actions came in.").waitFor();
  await page.keyboard.press("Shift+Digit1");
  await page.locator("[data-results]").waitFor();
  await page.keyboard.press("Alt+KeyS");
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("combobox");
});

it("a sheet tells all shortcuts, in Korean, while a Korean keyboard is in use", async () => {
  page = await app.open({ language: "ko-KR", theme: "dark" });
  await page.evaluate(() =>
    window.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Process", code: "Slash", shiftKey: true, bubbles: true }),
    ),
  );
  const sheet = page.getByRole("dialog", { name: "키보드 단축키" });
  await sheet.waitFor();
  await sheet.getByText("다음 그림").waitFor();
  await picture(page, "shortcuts-ko-KR-dark");
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("F1");
  await sheet.waitFor();
  await sheet.getByRole("button", { name: "단축키 바꾸기" }).click();
  await row("me.theme").waitFor();
  await page.locator("[data-action='app.palette']").scrollIntoViewIfNeeded();
  await picture(page, "shortcuts-editor-ko-KR-dark");
});
