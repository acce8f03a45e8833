import { beforeEach, expect, it } from "vitest";
import { SCREENS, screenOf, useScreen } from ".";

beforeEach(() => useScreen.getState().show("pictures"));

it.each([
  ["", "pictures"],
  ["#/nowhere", "pictures"],
  ["#duplicates", "pictures"],
  ...SCREENS.map((screen) => [`#/${screen}`, screen]),
])("an address that ends in %j means %s", (hash, screen) => {
  expect(screenOf(hash ?? "")).toBe(screen);
});

it("keeps the screen in the address", () => {
  useScreen.getState().show("archive");
  expect([useScreen.getState().screen, window.location.hash]).toEqual(["archive", "#/archive"]);
});

it("follows the browser's way back", () => {
  window.location.hash = "/health";
  window.dispatchEvent(new HashChangeEvent("hashchange"));
  expect(useScreen.getState().screen).toBe("health");
});
