import { beforeEach, describe, expect, it, vi } from "vitest";
import { useSettings } from "../settings";
import { shown, strokeOf, typing } from "./keys";
import { type Action, available, press, useRegistry } from "./registry";

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const event = { ...plain, target: document.body as EventTarget, repeat: false, isComposing: false };

function action(id: string, keys: string[], more: Partial<Action> = {}): Action {
  return { id, label: "app.action.palette", group: "app", keys, run: vi.fn(), ...more };
}

beforeEach(() => useRegistry.setState({ sets: [] }));

describe("strokes", () => {
  it.each([
    [{ key: "k", code: "KeyK", ctrlKey: true }, false, "mod+k"],
    [{ key: "ㅏ", code: "KeyK", ctrlKey: true }, false, "mod+k"],
    [{ key: "k", code: "KeyK", metaKey: true }, true, "mod+k"],
    [{ key: "K", code: "KeyK", ctrlKey: true, shiftKey: true }, true, "ctrl+shift+k"],
    [{ key: "+", code: "Equal", shiftKey: true }, false, "plus"],
    [{ key: "?", code: "Slash", shiftKey: true }, false, "?"],
    [{ key: "Process", code: "Slash", shiftKey: true }, false, "?"],
    [{ key: "Process", code: "Slash" }, false, "/"],
    [{ key: "Process", code: "KeyR" }, false, "r"],
    [{ key: "F1", code: "F1" }, false, "f1"],
    [{ key: " ", code: "Space" }, false, "space"],
    [{ key: "5", code: "Numpad5" }, false, "5"],
  ])("names %j", (stroke, mac, name) => {
    expect(strokeOf({ ...plain, ...stroke }, mac)).toBe(name);
  });

  it("shows what is printed on the keys", () => {
    expect(shown("mod+shift+k", false)).toEqual(["Ctrl", "Shift", "K"]);
    expect(shown("mod+arrowleft", true)).toEqual(["⌘", "←"]);
  });

  it("knows fields to type into from switches", () => {
    const range = Object.assign(document.createElement("input"), { type: "range" });
    expect([typing(document.createElement("textarea")), typing(range), typing(null)]).toEqual([true, false, false]);
  });
});

describe("press", () => {
  it("runs the innermost action that can run", () => {
    const outer = action("outer", ["1"]);
    const inner = action("inner", ["1"]);
    const unable = action("unable", ["1"], { enabled: () => false });
    for (const set of [[outer], [inner], [unable]]) useRegistry.getState().add(set);
    expect(press({ ...event, key: "1", code: "Digit1" })).toBe(true);
    expect(inner.run).toHaveBeenCalledOnce();
    expect(outer.run).not.toHaveBeenCalled();
  });

  it("leaves letters to fields and to the composing of Hangul, but not shortcuts", () => {
    const letter = action("letter", ["f"]);
    const palette = action("palette", ["mod+k"]);
    const help = action("help", ["f1"]);
    useRegistry.getState().add([letter, palette, help]);
    const field = document.createElement("input");
    expect(press({ ...event, key: "f", code: "KeyF", target: field })).toBe(false);
    expect(press({ ...event, key: "ㄹ", code: "KeyF", isComposing: true })).toBe(false);
    expect(press({ ...event, key: "k", code: "KeyK", ctrlKey: true, target: field }, false)).toBe(true);
    expect(press({ ...event, key: "F1", code: "F1", target: field })).toBe(true);
  });

  it("leaves what edits a text to the text", () => {
    const every = action("every", ["mod+a"]);
    useRegistry.getState().add([every]);
    const stroke = { ...event, key: "a", code: "KeyA", ctrlKey: true };
    expect(press({ ...stroke, target: document.createElement("input") }, false)).toBe(false);
    expect(press(stroke, false)).toBe(true);
  });

  it("takes the keys that the user gave", () => {
    const find = action("find", ["f"]);
    useRegistry.getState().add([find]);
    useSettings.setState({ keys: { find: ["q"] } });
    expect(press({ ...event, key: "f", code: "KeyF" })).toBe(false);
    expect(press({ ...event, key: "ㅂ", code: "KeyQ" })).toBe(true);
    useSettings.setState({ keys: {} });
  });

  it("repeats only what says so", () => {
    const next = action("next", ["arrowright"], { repeats: true });
    const once = action("once", ["x"]);
    useRegistry.getState().add([next, once]);
    expect(press({ ...event, key: "ArrowRight", code: "ArrowRight", repeat: true })).toBe(true);
    expect(press({ ...event, key: "x", code: "KeyX", repeat: true })).toBe(false);
  });
});

it("forgets the actions of what left the screen", () => {
  const leave = useRegistry.getState().add([action("a", [])]);
  useRegistry.getState().add([action("b", [])]);
  leave();
  expect(available(useRegistry.getState().sets).map(({ id }) => id)).toEqual(["b"]);
});
