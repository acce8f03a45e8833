import { expect, it } from "vitest";
import { collectionPath, EXPORT, exportPayload, mappedRoots, suggestedName, withSuffix } from "./form";

it.each([
  [" /tmp/모두 ", "/tmp/모두.ipkg"],
  ["/tmp/all.IPKG", "/tmp/all.IPKG"],
  ["  ", ""],
])("gives %j the ending of packages", (path, told) => {
  expect(withSuffix(path)).toBe(told);
});

it.each([
  ["제주 여행", "제주 여행.ipkg"],
  ['in:"여행/제주" rating:>=4', "in 여행 제주  rating =4.ipkg"],
  ["///", "library.ipkg"],
])("names a file after %j", (told, name) => {
  expect(suggestedName(told)).toBe(name);
});

it("asks for the whole library, or for one thing", () => {
  const form = { ...EXPORT, path: "/tmp/a" };
  const rest = { thumbnails: true, vectors: true, notes: true, share: false, replace: false };
  expect(exportPayload(form, [])).toEqual({ path: "/tmp/a.ipkg", ...rest });
  expect(exportPayload({ ...form, what: "folder", folder: "/사진", query: "x" }, [])).toMatchObject({
    folder: "/사진",
  });
  expect(exportPayload({ ...form, what: "ids" }, [3, 4])).toMatchObject({ ids: [3, 4] });
  expect(exportPayload({ ...form, share: true, names: false }, [])).toMatchObject({ share: true, names: false });
  expect(exportPayload({ ...form, names: false }, [])).not.toHaveProperty("names");
});

it.each([
  { path: "" },
  { what: "folder" as const },
  { what: "collection" as const },
  { what: "query" as const, query: " " },
  { what: "ids" as const },
])("asks for nothing while something is missing: %j", (more) => {
  expect(exportPayload({ ...EXPORT, path: "/tmp/a.ipkg", ...more }, [])).toBeNull();
});

it("maps the folders that lie elsewhere here", () => {
  const ours = { "C:\\사진": "/home/me/사진", "D:\\b": " ", "/same": "/same", "/unknown": "/x" };
  expect(mappedRoots(["C:\\사진", "D:\\b", "/same"], ours)).toEqual([{ theirs: "C:\\사진", ours: "/home/me/사진" }]);
});

it("writes where a collection stands", () => {
  const collections = [
    { id: 1, parent: null, name: "여행" },
    { id: 2, parent: 1, name: "제주" },
  ];
  expect(collectionPath(collections, 2)).toBe("여행 / 제주");
  expect(collectionPath(collections, 9)).toBe("");
});
