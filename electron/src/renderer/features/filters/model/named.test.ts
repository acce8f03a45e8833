import { describe, expect, it } from "vitest";
import { COUNTED, offered } from "./named";

const counted = [
  { value: "V4.5", files: 3 },
  { value: "나눔고딕", files: 2 },
];

describe("names that are offered", () => {
  it("are those that the pictures have, by a part of them in any case and form", () => {
    expect(offered(counted, ["V5"], "")).toEqual(counted);
    expect(offered(counted, ["V5"], " v4")).toEqual([counted[0]]);
    expect(offered(counted, [], "고딕".normalize("NFD"))).toEqual([counted[1]]);
    expect(offered(counted, ["V5"], "V5")).toEqual([]);
  });

  it("are known ones without a number where there are more than were counted", () => {
    const many = Array.from({ length: COUNTED }, (_, at) => ({ value: `M${at}`, files: 1 }));
    expect(offered(many, ["M7", "M77"], "m7")).toEqual([many[7], { value: "M77", files: null }]);
    expect(offered(many, ["M77"], "")).toHaveLength(COUNTED);
  });
});
