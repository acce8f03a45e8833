import { useEffect, useRef } from "react";
import type { Results } from "@/features/results";
import type { FoundPicture } from "@/shared/data";
import { placeOf, useViewer } from "./model/store";

interface Kept {
  picture: FoundPicture;
  place: number;
}

/** The picture at a place of the results. When they change under it, it stays what is looked at: at the place where it
 * stands now, or, where it fits the search no longer, as it was. */
export function useKept(results: Results, place: number) {
  const kept = useRef<Kept | null>(null);
  const { order } = results;
  const before = kept.current;
  const changed = before !== null && before.place === place && order[place] !== before.picture.id;
  const now = changed ? placeOf(order, before.picture.id, place) : place;
  const picture = (now < 0 ? undefined : results.row(order[now])) ?? (changed ? before.picture : undefined);
  kept.current = picture ? { picture, place: changed && now < 0 ? place : now } : null;
  useEffect(() => {
    if (now >= 0 && now !== place) useViewer.getState().open(now);
  }, [now, place]);
  return {
    picture,
    /** It is no result any more; the next one stands at its place. */
    gone: changed && now < 0,
    /** Go elsewhere: what is looked at then is what stands there. */
    leave: () => {
      kept.current = null;
    },
  };
}
