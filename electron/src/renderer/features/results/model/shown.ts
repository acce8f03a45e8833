import type { FoundPicture } from "@/shared/data";
import type { Results } from "../useResults";
import { useSelection } from "./selection";

let now: Results | null = null;

/** Say what is shown, for what acts outside of components. */
export function shown(results: Results): void {
  now = results;
}

/** The chosen pictures, as far as they are known; at most so many. */
export function chosenPictures(most: number): FoundPicture[] {
  const found: FoundPicture[] = [];
  for (const id of useSelection.getState().ids) {
    const picture = now?.row(id);
    if (picture) found.push(picture);
    if (found.length >= most) break;
  }
  return found;
}
