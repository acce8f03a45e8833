import { describe, expect, it } from "vitest";
import { droppedOf, fieldAt, foldersToIndex, isPicture, pictureOf } from "./dropped";

const file = (name: string, type = "") => new File(["x"], name, { type });

describe("what is dropped", () => {
  it("goes to the half that the pointer is over", () => {
    expect([fieldAt(0, 1000), fieldAt(499, 1000), fieldAt(500, 1000)]).toEqual(["search", "search", "index"]);
  });

  it.each([
    ["a.png", "image/png", true],
    ["배경.PSD", "", true],
    ["b.psb", "application/octet-stream", true],
    ["notes.txt", "text/plain", false],
    ["folder", "", false],
  ])("%s of type %j is a picture: %s", (name, type, is) => {
    expect(isPicture(file(name, type))).toBe(is);
  });

  it("tells files from folders", () => {
    const [folder, picture] = [file("여행.psd"), file("a.png", "image/png")];
    const item = (one: File, isDirectory: boolean) => ({
      kind: "file",
      getAsFile: () => one,
      webkitGetAsEntry: () => ({ isDirectory }),
    });
    const items = [{ kind: "string", getAsFile: () => null }, item(folder, true), item(picture, false)];
    const dropped = droppedOf({ items } as unknown as DataTransfer);
    expect(dropped.files).toEqual([folder, picture]);
    expect(pictureOf(dropped)).toBe(picture);
    expect(pictureOf({ files: [folder], folders: new Set([folder]) })).toBeNull();
    expect(droppedOf(null)).toEqual({ files: [], folders: new Set() });
  });

  it("is indexed by its folders, each once, the outermost", () => {
    const [outer, inner, one, two, odd] = [file("outer"), file("inner"), file("1.png"), file("2.png"), file("x")];
    const paths = new Map([
      [outer, "/그림"],
      [inner, "/그림/안"],
      [one, "/그림/안/1.png"],
      [two, "C:\\art\\2.png"],
      [odd, ""],
    ]);
    const dropped = { files: [...paths.keys()], folders: new Set([outer, inner]) };
    expect(foldersToIndex(dropped, (of) => paths.get(of) ?? "")).toEqual(["/그림", "C:\\art"]);
  });
});
