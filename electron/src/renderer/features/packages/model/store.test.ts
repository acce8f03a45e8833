import { beforeEach, expect, it } from "vitest";
import { EXPORT } from "./form";
import { type Inside, type Report, type Told, usePackages } from "./store";

const told = { bytes: 1 } as Told;
const inside = { roots: ["/a"] } as Inside;
const report = { new: 1 } as Report;

beforeEach(() => usePackages.setState({ form: EXPORT, told, written: true, inside, ours: { "/a": "/b" }, report }));

it("forgets what was told of another form", () => {
  usePackages.getState().ask({ vectors: false });
  const now = usePackages.getState();
  expect([now.form.vectors, now.told, now.written]).toEqual([false, null, false]);
  expect(now.inside).toBe(inside);
});

it("forgets the package before, and only the report where the choices change", () => {
  usePackages.getState().choose({ policy: "newest" });
  expect([usePackages.getState().inside, usePackages.getState().report]).toEqual([inside, null]);
  usePackages.getState().look("/tmp/b.ipkg");
  const now = usePackages.getState();
  expect([now.path, now.inside, now.ours, now.policy]).toEqual(["/tmp/b.ipkg", null, {}, "newest"]);
});
