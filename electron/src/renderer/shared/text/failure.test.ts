import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OperationError } from "../bridge";
import { coded, failureOf, failureText, remedyText } from "./failure";
import { speak } from "./i18n";

const ROOT = join(import.meta.dirname, "../..");

describe("failures", () => {
  it("are told by their code in the language of now, with what they are about and a next step", async () => {
    const lost = failureOf(new OperationError("not_found", "the folder does not exist", { path: "/사진/여행" }));
    const absent = failureOf(new OperationError("model_missing", "SigLIP is not installed", { about: "SigLIP" }));
    await speak("ko-KR");
    expect(failureText(lost)).toBe("찾을 수 없음: 여행");
    expect(failureText(absent)).toBe("모델이 설치되지 않음: SigLIP");
    expect(remedyText("model_missing")).toContain("모델 화면");
    expect(failureText(failureOf(new OperationError("offline", "gone")))).toBe("백엔드가 응답하지 않음");
    await speak("en-US");
    expect(failureText(lost)).toBe("Not found: 여행");
  });

  it("are internal ones where nothing is known of them", async () => {
    await speak("en-US");
    const strange = { code: "internal", path: null, about: null };
    expect(failureOf(new TypeError("x is undefined"))).toEqual({ ...strange, detail: "x is undefined" });
    expect(failureOf(null)).toEqual({ ...strange, detail: "" });
    expect(failureText({ ...strange, code: "of_tomorrow" })).toBe("Internal fault");
    expect(remedyText("of_tomorrow")).toBe(remedyText("internal"));
  });

  it.each([
    ["too_large: 9", "too_large", "9"],
    ["no metadata", "internal", "no metadata"],
    [null, "internal", ""],
  ])("reads the code of %j", (message, code, detail) => {
    expect(coded(message, "internal")).toEqual({ code, detail });
  });

  it("are printed nowhere in the words of the back end", () => {
    const files = readdirSync(ROOT, { recursive: true, encoding: "utf-8" }).filter((name) => name.endsWith(".tsx"));
    const raw = files.filter((name) =>
      /[{>]\s*\w*\.?error\.message\b|\$\{error\.message/.test(readFileSync(join(ROOT, name), "utf-8")),
    );
    expect(raw).toEqual([]);
  });
});
