import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";

const heard = vi.hoisted(() => ({
  tell: (_: string): void => {},
  chooseFolder: vi.fn(async (): Promise<string | null> => "/사진"),
  index: vi.fn(),
  focus: vi.fn(),
  setText: vi.fn(),
  open: vi.fn(),
  ask: vi.fn(),
  say: vi.fn(),
}));

vi.mock("@/shared/bridge", () => ({
  bridge: {
    shell: {
      chooseFolder: heard.chooseFolder,
      onCommand: (listener: (name: string) => void) => {
        heard.tell = listener;
        return () => {};
      },
    },
  },
}));
vi.mock("@/shared/data", () => ({ ask: heard.ask }));
vi.mock("@/shared/ui", () => ({ tell: heard.say }));
vi.mock("@/features/folders", () => ({ index: heard.index }));
vi.mock("@/features/search", () => ({
  focusSearch: heard.focus,
  useSearch: { getState: () => ({ setText: heard.setText }) },
}));
vi.mock("@/features/viewer", () => ({ useViewer: { getState: () => ({ open: heard.open }) } }));

const { commandOf, useShell } = await import("./useShell");
const { useScreen } = await import("@/shared/screens");
type Results = Parameters<typeof useShell>[0];

const results = (ids: number[], stale = false) =>
  ({ first: { results: ids.map((id) => ({ id })) }, stale }) as unknown as Results;

it.each([
  ["open-picture:12", { what: "picture", id: 12 }],
  ["open-picture:0", null],
  ["open-picture:1;rm", null],
  ["go:health", { what: "go", screen: "health" }],
  ["go:nowhere", null],
  ["palette", { what: "palette" }],
  ["add-folder", { what: "add-folder" }],
  ["eval:x", null],
  ["", null],
])("understands the command %j", (name, command) => {
  expect(commandOf(name)).toEqual(command);
});

describe("commands of the shell", () => {
  beforeEach(() => {
    vi.clearAllMocks();
    useScreen.getState().show("pictures");
  });

  it("open a picture by searching for where it lies, once it is among the results", async () => {
    heard.ask.mockImplementation(async (op: string) =>
      op === "picture" ? { path: "/사진/여행/바다.png", missing: false } : { parsed: { text: "folder:… name:…" } },
    );
    useScreen.getState().show("health");
    const { rerender } = renderHook(({ now }) => useShell(now, vi.fn()), { initialProps: { now: results([1, 2]) } });
    act(() => heard.tell("open-picture:7"));
    await waitFor(() => expect(heard.setText).toHaveBeenCalledWith("folder:… name:…"));
    expect(heard.ask.mock.calls[1]?.[1]).toEqual({
      form: {
        parts: [
          { kind: "filter", name: "folder", value: "/사진/여행" },
          { kind: "filter", name: "name", value: "바다.png" },
        ],
      },
    });
    expect(useScreen.getState().screen).toBe("pictures");
    rerender({ now: results([7], true) });
    expect(heard.open).not.toHaveBeenCalled();
    rerender({ now: results([6, 7]) });
    expect(heard.open).toHaveBeenCalledExactlyOnceWith(1);
    rerender({ now: results([7]) });
    expect(heard.open).toHaveBeenCalledOnce();
  });

  it("say that a picture is gone", async () => {
    heard.ask.mockResolvedValue({ path: "/사진/바다.png", missing: true });
    renderHook(() => useShell(results([]), vi.fn()));
    act(() => heard.tell("open-picture:7"));
    await waitFor(() => expect(heard.say).toHaveBeenCalledOnce());
    expect(heard.setText).not.toHaveBeenCalled();
  });

  it("go to screens, search, open the palette and add a folder", async () => {
    const palette = vi.fn();
    renderHook(() => useShell(results([]), palette));
    act(() => {
      heard.tell("go:activity");
      heard.tell("search");
      heard.tell("palette");
      heard.tell("add-folder");
      heard.tell("format-disk");
    });
    expect(useScreen.getState().screen).toBe("activity");
    expect([heard.focus.mock.calls.length, palette.mock.calls.length]).toEqual([1, 1]);
    await waitFor(() => expect(heard.index).toHaveBeenCalledWith("/사진"));
    heard.chooseFolder.mockResolvedValueOnce(null);
    heard.index.mockClear();
    act(() => heard.tell("add-folder"));
    await Promise.resolve();
    expect(heard.index).not.toHaveBeenCalled();
  });
});
