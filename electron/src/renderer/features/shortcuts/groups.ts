import type { Group } from "@/shared/actions";
import type { TextKey } from "@/shared/text";
import type { Place } from "./model/known";

/** The groups of actions in the order in which they are shown. */
export const GROUPS: readonly { group: Group; label: TextKey }[] = [
  { group: "search", label: "app.group.search" },
  { group: "go", label: "app.group.go" },
  { group: "view", label: "app.group.view" },
  { group: "pictures", label: "app.group.pictures" },
  { group: "library", label: "app.group.library" },
  { group: "app", label: "app.group.app" },
];

export const PLACES: Record<Place, TextKey> = {
  app: "app.shortcuts.place.app",
  pictures: "app.shortcuts.place.pictures",
  viewer: "app.shortcuts.place.viewer",
  compare: "app.shortcuts.place.compare",
};
