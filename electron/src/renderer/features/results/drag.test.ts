import { beforeEach, expect, it, vi } from "vitest";

const shell = vi.hoisted(() => ({ drag: vi.fn<(pictures: number[]) => void>() }));
vi.mock("@/shared/bridge", () => ({ bridge: { shell, preview: (id: number) => `/preview/${id}` } }));

import { dragged, droppedPictures, takenOut } from "./drag";
import { useSelection } from "./model/selection";

const PICTURE = { id: 2, path: "/그림/고양이.jpg", format: "jpeg" } as never;

function drag(altKey: boolean) {
  const data = new Map<string, string>();
  const dataTransfer = {
    setData: (kind: string, value: string) => data.set(kind, value),
    getData: (kind: string) => data.get(kind) ?? "",
  };
  const preventDefault = vi.fn();
  dragged({ altKey, dataTransfer, preventDefault } as never, PICTURE);
  return { data, carried: droppedPictures(dataTransfer as never), preventDefault };
}

beforeEach(() => {
  shell.drag.mockClear();
  useSelection.setState({ ids: new Set() });
});

it("gives other programs the file under its own name, or a drawn one where only this program reads it", () => {
  expect(takenOut({ path: "/그림/고양이.jpg", format: "jpeg" }, "http://x/preview/2")).toBe(
    "image/jpeg:고양이.jpg:http://x/preview/2",
  );
  expect(takenOut({ path: "/a/1:2.psd", format: "psd" }, "http://x/preview/3")).toBe(
    "image/png:1_2.psd.png:http://x/preview/3",
  );
});

it("carries the picture, or all chosen ones if it is one of them", () => {
  expect(drag(false).carried).toEqual([2]);
  useSelection.setState({ ids: new Set([1, 2, 3]) });
  expect(drag(false).carried).toEqual([1, 2, 3]);
  useSelection.setState({ ids: new Set([1, 3]) });
  expect(drag(false).carried).toEqual([2]);
  expect(drag(false).data.get("text/plain")).toBe("/그림/고양이.jpg");
});

it("hands the files themselves to the desktop with Alt", () => {
  useSelection.setState({ ids: new Set([1, 2]) });
  const { data, preventDefault } = drag(true);
  expect(preventDefault).toHaveBeenCalledOnce();
  expect(shell.drag).toHaveBeenCalledExactlyOnceWith([1, 2]);
  expect(data.size).toBe(0);
});
