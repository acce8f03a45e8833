import { describe, expect, it } from "vitest";
import { bytesText, folderOf, nameOf, percentText, spanText } from "./format";
import { languageFor, speak } from "./i18n";
import { text } from "./index";

describe("texts of numbers and paths", () => {
  it.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [1000, "1 kB"],
    [2_450_000, "2.5 MB"],
    [73_000_000_000, "73 GB"],
  ])("writes %d bytes", (bytes, told) => {
    expect(bytesText(bytes, "en-US")).toBe(told);
  });

  it("writes bytes in Korean as well", () => {
    expect([bytesText(130, "ko-KR"), bytesText(2_450_000, "ko-KR")]).toEqual(["130바이트", "2.5MB"]);
  });

  it("takes the last part of paths of every system", () => {
    expect(nameOf("/그림/여행 1.psd")).toBe("여행 1.psd");
    expect(nameOf("C:\\art\\a.png")).toBe("a.png");
    expect(folderOf("/a/b.png")).toBe("/a");
    expect(folderOf("b.png")).toBe("");
  });

  it.each([
    [0, "0 sec"],
    [9.4, "9 sec"],
    [60, "1 min"],
    [125, "2 min 5 sec"],
    [3600, "1 hr"],
    [7384, "2 hr 3 min"],
  ])("writes %d seconds", (seconds, told) => {
    expect(spanText(seconds, "en-US")).toBe(told);
  });

  it("writes shares without decimals", () => {
    expect(percentText(0.314, "ko-KR")).toBe("31%");
  });
});

describe("text", () => {
  it("writes large numbers with their groups of digits, and chooses the form by the number", async () => {
    await speak("en-US");
    expect(text("app.duplicates.pictures", { count: 1 })).toBe("1 picture");
    expect(text("app.duplicates.pictures", { count: 28_677 })).toBe("28,677 pictures");
    await speak("ko-KR");
    expect(text("app.duplicates.pictures", { count: 28_677 })).toBe("그림 28,677장");
  });
});

describe("languageFor", () => {
  it.each([
    [["ko"], "ko-KR"],
    [["fr-FR", "KO-kr", "en"], "ko-KR"],
    [["de"], "en-US"],
    [[], "en-US"],
  ])("finds ours for %j", (preferred, language) => {
    expect(languageFor(preferred)).toBe(language);
  });
});
