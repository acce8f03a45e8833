import { expect, it } from "vitest";
import { addable, DEFAULT_RULES, moved, RULES, ready, sameRules } from "./rules";

const names = (rules: readonly { by: string }[]) => rules.map(({ by }) => by).join(" ");
const three = [{ by: "rating" }, { by: "tags" }, { by: "folder", value: "/사진/원본" }];

it("moves a rule up and down, and not over the ends", () => {
  expect(names(moved(three, 2, -1))).toBe("rating folder tags");
  expect(names(moved(three, 0, 1))).toBe("tags rating folder");
  expect(names(moved(three, 0, -1))).toBe("rating tags folder");
  expect(names(moved(three, 2, 5))).toBe("rating tags folder");
});

it("offers what is not there yet, folders always", () => {
  const left = addable(three);
  expect(left).toHaveLength(RULES.length - 2);
  expect(left).toContain("folder");
  expect(left).not.toContain("rating");
});

it("leaves a rule out that waits for its folder", () => {
  expect(names(ready([...three, { by: "not_folder", value: " " }, { by: "not_folder" }, { by: "format" }]))).toBe(
    "rating tags folder format",
  );
});

it("tells lists apart by order and values", () => {
  expect(sameRules(DEFAULT_RULES, [...DEFAULT_RULES])).toBe(true);
  expect(sameRules(DEFAULT_RULES, [...DEFAULT_RULES].reverse())).toBe(false);
  expect(sameRules([{ by: "format" }], [{ by: "format", value: "png" }])).toBe(false);
  expect(sameRules([{ by: "format" }], [{ by: "format", value: "" }])).toBe(true);
});
