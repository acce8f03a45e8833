import { describe, expect, it } from "vitest";
import { type Asked, beside, unwanting, wanting } from "./wanted";

const NOTHING: Asked = { with: [], without: [], joining: null };
const all = ["1girl", "blue eyes"].reduce(wanting, NOTHING);

describe("tags that are looked for", () => {
  it("must all be there, one by one", () => {
    expect(all.with).toEqual([["1girl"], ["blue eyes"]]);
    expect(wanting(all, "1girl").with).toEqual([["blue eyes"]]);
  });

  it("are alternatives of the group that is added to", () => {
    const any = wanting({ ...all, joining: 1 }, "초록 눈");
    expect(any).toEqual({ with: [["1girl"], ["blue eyes", "초록 눈"]], without: [], joining: 1 });
    expect(beside(any)).toEqual([["1girl"]]);
    expect(beside(all)).toEqual(all.with);
    expect(wanting(any, "blue eyes")).toEqual({ with: [["1girl"], ["초록 눈"]], without: [], joining: 1 });
    expect(wanting(any, "1girl")).toEqual({ with: [["blue eyes", "초록 눈"]], without: [], joining: 0 });
    expect(["blue eyes", "초록 눈"].reduce(wanting, any)).toEqual({ with: [["1girl"]], without: [], joining: null });
  });

  it("are wanted or unwanted, never both", () => {
    const not = unwanting(all, "1girl");
    expect(not).toEqual({ with: [["blue eyes"]], without: ["1girl"], joining: null });
    expect(unwanting(not, "1girl").without).toEqual([]);
    expect(wanting(not, "1girl")).toEqual({ with: [["blue eyes"], ["1girl"]], without: [], joining: null });
  });
});
