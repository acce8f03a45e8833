import { expect, it, vi } from "vitest";

vi.mock("@/shared/bridge", () => ({ bridge: { shell: null } }));
vi.mock("@/features/folders", () => ({ index: vi.fn() }));
vi.mock("@/features/search", () => ({ focusSearch: vi.fn(), useSearch: vi.fn() }));
vi.mock("@/features/viewer", () => ({ useViewer: vi.fn() }));

const { commandOf } = await import("./useShell");

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
