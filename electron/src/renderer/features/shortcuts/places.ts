import type { TextKey } from "@/shared/text";
import type { Place } from "./model/known";

export const PLACES: Record<Place, TextKey> = {
  app: "app.shortcuts.place.app",
  pictures: "app.shortcuts.place.pictures",
  viewer: "app.shortcuts.place.viewer",
  compare: "app.shortcuts.place.compare",
};
