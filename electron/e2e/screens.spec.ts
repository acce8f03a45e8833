import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findings } from "./axe";
import { PLACES } from "./places";
import { picture, Running } from "./support";

// Pictures of every screen in both languages and both themes, to be looked at (e2e/artefacts/screen-*.png). IMAGEPARSER_SCREENS
// names some of them (`settings,models`); by default all are taken.

const app = new Running();
const wanted = process.env.IMAGEPARSER_SCREENS?.split(",");

beforeAll(() => app.start());
afterAll(() => app.stop());
beforeEach(() => {
  app.errors.length = 0;
});
afterEach(() => expect(app.errors).toEqual([]));

describe.each([
  ["en-US", "dark"],
  ["en-US", "light"],
  ["ko-KR", "dark"],
  ["ko-KR", "light"],
] as const)("in %s, %s", (language, theme) => {
  it.each(PLACES.filter(({ name }) => wanted?.includes(name) ?? true))("$name", async ({ name, go }) => {
    const page = await app.open({ language, theme });
    try {
      await go(page, language);
      await picture(page, `screen-${name}-${language}-${theme}`);
      expect(await page.locator("main").innerText()).not.toMatch(/\bapp\.[a-z_.]+|\{\w+\}|undefined|NaN|\[object/);
      expect(await findings(page)).toEqual([]);
    } finally {
      await page.close();
    }
  });
});
