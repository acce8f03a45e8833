import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findings } from "./axe";
import { PLACES } from "./places";
import { picture, Running } from "./support";

// Pictures of every screen, to be looked at (e2e/artefacts/screen-*.png): each in both languages and both themes where
// IMAGEPARSER_SCREENS is `all` or names some of them (`settings,models`), else in one of the four, in turn.

const app = new Running();
const wanted = process.env.IMAGEPARSER_SCREENS?.split(",");

beforeAll(() => app.start());
afterAll(() => app.stop());
beforeEach(() => {
  app.errors.length = 0;
});
afterEach(() => expect(app.errors).toEqual([]));

const LOOKS = [
  ["en-US", "dark", 0],
  ["ko-KR", "light", 1],
  ["en-US", "light", 2],
  ["ko-KR", "dark", 3],
] as const;

describe.each(LOOKS)("in %s, %s", (language, theme, turn) => {
  const places = PLACES.filter(({ name }, place) =>
    wanted ? wanted.includes(name) || wanted.includes("all") : place % LOOKS.length === turn,
  );
  it.each(places)("$name", async ({ name, go }) => {
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
