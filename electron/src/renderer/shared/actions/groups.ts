import type { TextKey } from "../text";
import type { Group } from "./registry";

/** The groups of actions in the order in which they are shown. */
export const GROUPS: readonly { group: Group; label: TextKey }[] = [
  { group: "search", label: "app.group.search" },
  { group: "go", label: "app.group.go" },
  { group: "view", label: "app.group.view" },
  { group: "pictures", label: "app.group.pictures" },
  { group: "library", label: "app.group.library" },
  { group: "app", label: "app.group.app" },
];
