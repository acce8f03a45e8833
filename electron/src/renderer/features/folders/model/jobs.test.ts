import { expect, it } from "vitest";
import { share } from "./jobs";

it("tells how much is done, and nothing before the whole is known", () => {
  expect(share({ processed: 3, total: 12 })).toBe(0.25);
  expect(share({ processed: 3, total: 0 })).toBe(0);
  expect(share({ processed: 13, total: 12 })).toBe(1);
});
