import { expect, it } from "vitest";
import { differing } from "./differing";
import { duplicate } from "./samples";

it("names what is not the same in all", () => {
  const found = differing([
    duplicate(1, { path: "/a/그림.png", user_tags: ["하늘", "바다"], rating: null }),
    duplicate(2, { path: "/b/그림.png", user_tags: ["바다", "하늘"], rating: 0, bytes: 900 }),
    duplicate(3, { path: "/b/그림.png", user_tags: ["하늘", "바다"], width: 320, height: 240 }),
  ]);
  expect([...found]).toEqual(["folder", "resolution", "bytes"]);
});

it("finds nothing in copies", () => {
  expect(differing([duplicate(1, { path: "/a.png" }), duplicate(1, { path: "/a.png" })]).size).toBe(0);
});
