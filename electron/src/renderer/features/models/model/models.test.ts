import { describe, expect, it } from "vitest";
import { residentOf, stays } from "./memory";
import { anewCount, chosenSlots, diskOf, type Model, needsOf } from "./tiers";

function model(id: string, more: Partial<Model> = {}): Model {
  return {
    ...{ id, title: id, slots: ["VV"], tiers: ["pro"], backend: "onnx", dimension: 1152, licence: "Apache-2.0" },
    ...{ state: "absent", problem: "", precision: "fp16", precisions: ["fp16"], installed: [], size: 0 },
    ...{ memory_mb: 3000, serves: [], ...more },
  };
}

describe("what a tier needs", () => {
  const pictures = model("pictures", { slots: ["VV", "VT"] });
  const texts = model("texts", {
    slots: ["MV"],
    tiers: ["standard", "pro"],
    state: "installed",
    size: 9,
    memory_mb: 1200,
  });
  const captions = model("captions", { slots: ["MC"], backend: "ollama", licence: "MIT", memory_mb: 5000 });

  it("is what is missing, the largest memory, and all of the disk", () => {
    const needs = needsOf("pro", [pictures, texts, captions, model("other", { tiers: ["ultra"] })]);
    expect(needs.models.map(({ slot, model: { id } }) => [slot, id])).toEqual([
      ["VV", "pictures"],
      ["MV", "texts"],
      ["MC", "captions"],
    ]);
    expect(needs.missing.map(({ id }) => id)).toEqual(["pictures"]);
    expect([needs.memory, needs.disk]).toEqual([5000, 3_000_000_000 + 9 + 5_000_000_000]);
    expect(needs.licences).toEqual(["Apache-2.0", "MIT"]);
    expect(needs.inUse).toBe(false);
  });

  it("is nothing more where all its models serve", () => {
    const serving = [
      { ...pictures, state: "installed" as const, serves: ["VV" as const, "VT" as const] },
      { ...texts, serves: ["MV" as const] },
      { ...captions, serves: ["MC" as const] },
    ];
    expect(needsOf("pro", serving)).toMatchObject({ missing: [], inUse: true });
    expect(needsOf("builtin", serving)).toMatchObject({ models: [], inUse: false, memory: 0 });
  });

  it("counts a damaged model as missing, and knows what a model can be chosen for", () => {
    expect(needsOf("pro", [{ ...pictures, state: "damaged" }]).missing).toHaveLength(1);
    expect(chosenSlots(pictures)).toEqual(["VV"]);
    expect([diskOf(texts), diskOf(pictures)]).toEqual([9, 3_000_000_000]);
    expect(anewCount({ VV: 3, MV: 4 })).toBe(7);
  });
});

describe("stays in memory", () => {
  const level = { before: 1, peak: 5, now: null, after: 2, own: 4 };
  const measured = { model: "a", precision: "fp32", device: "cpu", calls: 3, load_s: 1.5, rss: level, vram: {} };

  it("are those of now before those of then", () => {
    const resident = [{ model: "b", precision: "q8", device: "cuda", rss: 7, peak: 9, vram: 8, calls: 1 }];
    const found = stays({ resident, measured: [measured], serves: {} });
    expect(found.map(({ model: id, resident: here, device }) => [id, here, device])).toEqual([
      ["b", true, "cuda"],
      ["a", false, "cpu"],
    ]);
    expect(found[0]).toMatchObject({ memory: { now: 7, peak: 9 }, card: { now: 8 } });
    expect(found[1]).toMatchObject({ memory: { before: 1, peak: 5, now: null, after: 2 }, loadSeconds: 1.5, calls: 3 });
    expect([
      residentOf({ resident, measured: [], serves: {} }, "b"),
      residentOf({ resident, measured: [], serves: {} }, "a"),
    ]).toEqual([true, false]);
  });

  it("take what runs now from what runs now", () => {
    const resident = [{ model: "a", precision: "fp32", device: "cuda", rss: 6, calls: 9 }];
    const [found] = stays({ resident, measured: [measured], serves: {} });
    expect(found).toMatchObject({ resident: true, device: "cuda", calls: 9, memory: { now: 6, peak: 5 } });
  });

  it("bear what is no number", () => {
    const odd = [{ model: 1, precision: null, rss: "much", vram: null, calls: Number.NaN }];
    expect(stays({ resident: [], measured: odd, serves: {} })[0]).toMatchObject({
      model: "",
      calls: 0,
      memory: { peak: null },
    });
  });
});
