import { beforeEach, expect, it } from "vitest";
import { DEFAULTS, useSettings } from "@/shared/settings";
import { beside, useGuide, withFolder } from "./guide";

beforeEach(() => {
  useSettings.setState(DEFAULTS);
  useGuide.setState({ open: null, step: "folder", folders: [], problem: null });
});

it.each([
  [[], "/그림/", ["/그림"]],
  [["/a"], "/a/b", ["/a"]],
  [["/a/b", "/c"], "/a", ["/c", "/a"]],
  [["/a"], "/ab", ["/a", "/ab"]],
  [["C:\\art"], "C:\\art\\2024\\", ["C:\\art"]],
  [["/a"], "   ", ["/a"]],
  [[], "/", ["/"]],
])("%j with %s is %j", (folders, folder, expected) => {
  expect(withFolder(folders, folder)).toEqual(expected);
});

it("goes from step to step and no further", () => {
  expect([beside("folder", 1), beside("captions", 1), beside("folder", -1)]).toEqual(["tier", null, null]);
});

it("does not come back by itself once it was left", () => {
  useGuide.getState().start();
  useGuide.getState().leave();
  expect([useGuide.getState().open, useSettings.getState().guided]).toEqual([false, true]);
});

it("comes back to the folder with the reason where the beginning failed", () => {
  useGuide.getState().add("/nowhere");
  useGuide.getState().go("captions");
  const problem = { code: "not_found", path: "/nowhere", about: null, detail: "the folder does not exist" };
  useGuide.getState().fail(problem);
  expect(useGuide.getState()).toMatchObject({ open: true, step: "folder", problem });
  useGuide.getState().add("/somewhere");
  expect(useGuide.getState().problem).toBeNull();
});
