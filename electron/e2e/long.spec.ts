import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { unreadable } from "./layout";
import { PLACES } from "./places";
import { picture, Running } from "./support";

// Every text of the app 40 % longer than in English, as German or Finnish would be: nothing may be cut or lie below
// something else. The way to a place goes by words, so that places without words in their way are enough.

const ENGLISH = JSON.parse(readFileSync(join(import.meta.dirname, "../../locales/en-US.json"), "utf-8")) as Record<
  string,
  string
>;
const app = new Running();

beforeAll(() => app.start());
afterAll(() => app.stop());

/** A text with letters that stand out, and words that are longer. */
function longer(text: string): string {
  const more = Math.ceil(text.replace(/\{\w+\}/g, "").length * 0.4);
  const words = "longo texto muito mais comprido "
    .repeat(Math.ceil(more / 32))
    .slice(0, more)
    .trim();
  return words ? `${text} ${words}` : text;
}

async function open(): Promise<Page> {
  const page = await app.open({}, async (fresh) => {
    const told = Object.entries(ENGLISH).map(([key, text]) => [key, key.startsWith("app.") ? longer(text) : text]);
    const body = `const e=${JSON.stringify(Object.fromEntries(told))};export{e as default};`;
    await fresh.route(/\/assets\/en-US-[^/]*\.js$/, (route) =>
      route.fulfill({ body, contentType: "text/javascript; charset=utf-8" }),
    );
  });
  return page;
}

const WORDLESS = PLACES.filter(({ name }) => name !== "library" && name !== "tag-manager");

it.each(WORDLESS)("$name can be read with long texts", async ({ name, go }) => {
  const page = await open();
  try {
    await go(page, "en-US");
    expect(await page.locator("body").innerText()).toContain("longo");
    await picture(page, `long-${name}`);
    expect(await unreadable(page)).toEqual([]);
  } finally {
    await page.close();
  }
});

it("the library panel and the tag manager can be read with long texts", async () => {
  const page = await open();
  try {
    await page.getByRole("tab").nth(1).click();
    await page.waitForTimeout(500);
    await picture(page, "long-library");
    expect(await unreadable(page)).toEqual([]);
    await page.getByRole("button", { name: /^Manage tags/ }).click();
    await page.getByRole("dialog").waitFor();
    for (const tab of await page.getByRole("dialog").getByRole("tab").all()) {
      await tab.click();
      await page.waitForTimeout(300);
      expect(await unreadable(page)).toEqual([]);
    }
    await picture(page, "long-tag-manager");
  } finally {
    await page.close();
  }
});
