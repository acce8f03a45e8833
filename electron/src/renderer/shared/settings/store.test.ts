import { beforeEach, expect, it } from "vitest";
import { DEFAULTS, themeOf, useSettings } from "./store";

beforeEach(() => {
  localStorage.clear();
  useSettings.setState(DEFAULTS);
});

it("keeps what was changed, and no functions", () => {
  useSettings.getState().set({ view: "list", tile: 240 });
  const kept = JSON.parse(localStorage.getItem("imageparser.settings") ?? "{}");
  expect(kept.state).toEqual({ ...DEFAULTS, view: "list", tile: 240 });
});

it("follows the system only where it is told to", () => {
  expect(themeOf("system", true)).toBe("light");
  expect(themeOf("system", false)).toBe("dark");
  expect(themeOf("dark", true)).toBe("dark");
});
