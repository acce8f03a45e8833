import type { Page } from "playwright-core";
import { found } from "./support";

type Words = Record<"en-US" | "ko-KR", string>;

/** A part of the app as people see it, and the way there from the first screen. */
export interface Place {
  name: string;
  go: (page: Page, language: "en-US" | "ko-KR") => Promise<void>;
}

const at = (screen: string) => async (page: Page) => {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `/${screen}`);
  await page.waitForTimeout(700);
};
const cells = (page: Page) => page.locator("[data-results] [role=option]");

async function query(page: Page, text: string): Promise<void> {
  await page.locator("[data-search-field]").fill(text);
  await page.locator("[data-search-field]").press("Enter");
  await page.locator("[data-search-field]").press("Escape");
  await page.locator("[data-search-field]").blur();
  await found(page);
}

const LIBRARY: Words = { "en-US": "Library", "ko-KR": "라이브러리" };
const MANAGE: Words = { "en-US": "Manage tags", "ko-KR": "태그 관리" };

/** Every screen and every large dialog. */
export const PLACES: readonly Place[] = [
  { name: "pictures", go: async (page) => void (await found(page)) },
  {
    name: "pictures-chosen",
    go: async (page) => {
      await query(page, "cat");
      await cells(page).first().click();
      await page.keyboard.press("i");
      await page.waitForTimeout(700);
    },
  },
  {
    name: "pictures-list",
    go: async (page) => {
      await found(page);
      await page.keyboard.press("Alt+2");
      await page.waitForTimeout(400);
    },
  },
  {
    name: "library",
    go: async (page, language) => {
      await page.getByRole("tab", { name: LIBRARY[language] }).click();
      await page.waitForTimeout(500);
    },
  },
  {
    name: "tag-manager",
    go: async (page, language) => {
      await page.getByRole("tab", { name: LIBRARY[language] }).click();
      await page.getByRole("button", { name: MANAGE[language], exact: true }).click();
      await page.getByRole("dialog").waitFor();
      await page.waitForTimeout(400);
    },
  },
  {
    name: "palette",
    go: async (page) => {
      await page.keyboard.press("Control+k");
      await page.waitForTimeout(300);
    },
  },
  {
    name: "viewer",
    go: async (page) => {
      await query(page, "format:jpeg size:>=600x400");
      await cells(page).first().dblclick();
      await page.locator("[data-stage] canvas").first().waitFor();
      await page.keyboard.press("i");
      await page.waitForTimeout(1000);
    },
  },
  {
    name: "layers",
    go: async (page) => {
      await query(page, "format:psd layers:>5 size:>=300x200");
      await cells(page).nth(1).dblclick();
      await page.getByRole("treeitem").first().waitFor();
      await page.waitForTimeout(1000);
    },
  },
  {
    name: "compare",
    go: async (page) => {
      await query(page, "format:jpeg size:>=600x400");
      await cells(page).nth(0).click();
      await cells(page)
        .nth(2)
        .click({ modifiers: ["Shift"] });
      await page.keyboard.press("c");
      await page.locator("[data-stage] canvas").first().waitFor();
      await page.waitForTimeout(1000);
    },
  },
  ...["duplicates", "archive", "packages", "activity", "health", "models", "settings"].map((name) => ({
    name,
    go: at(name),
  })),
];
