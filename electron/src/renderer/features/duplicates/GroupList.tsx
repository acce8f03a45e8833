import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import { useViewer } from "@/features/viewer";
import { useText } from "@/shared/text";
import { Busy } from "@/shared/ui";
import { compareGroup, markApart } from "./actions";
import { GroupRow } from "./GroupRow";
import { alone, type Decided, picking, staying } from "./model/decided";
import { type Spot, step } from "./model/steps";
import { useHand } from "./model/store";
import type { Group } from "./model/types";
import type { Groups } from "./useGroups";

/** Height of a group in pixels; all are the same, so that the list does not jump. */
const HEIGHT = 428;
const OVERSCAN = 2;

interface Props {
  groups: Groups;
  ask: (what: "unite" | "move", some: readonly Group[]) => void;
}

/** The groups, those that waste most first; only those near the screen are in the document. */
export function GroupList({ groups, ask }: Props) {
  const t = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: groups.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: OVERSCAN,
    paddingStart: 8,
    paddingEnd: 8,
  });
  const items = virtual.getVirtualItems();
  const [from, to] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const { reach } = groups;
  useEffect(() => reach(from, to), [reach, from, to]);
  const { spot, go, rest, moved } = useSpot(groups.total, (group) => virtual.scrollToIndex(group, { align: "auto" }));
  const press = (event: KeyboardEvent, at: Spot, decided: Decided, group: Group) => {
    const next = step(event.key, at, groups.total, decided.order.length);
    if (next) go(next);
    else if (!act(event, at, decided, group)) return;
    event.preventDefault();
  };
  return (
    <div ref={scroller} data-groups className="relative h-full overflow-y-auto" style={{ contain: "strict" }}>
      <ul
        aria-label={t("app.duplicates.groups")}
        className="relative w-full"
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map((row) => {
          const group = groups.at(row.index);
          return (
            <li
              key={group?.pictures[0]?.id ?? `row ${row.index}`}
              aria-setsize={groups.total}
              aria-posinset={row.index + 1}
              className="absolute top-0 left-0 w-full px-4 py-2"
              style={{ height: HEIGHT, transform: `translateY(${row.start}px)` }}
            >
              {group ? (
                <GroupRow
                  group={group}
                  number={row.index}
                  spot={spot}
                  moved={moved}
                  rest={rest}
                  press={press}
                  ask={(what) => ask(what, [group])}
                />
              ) : (
                <Busy label={t("app.loading")} />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The picture that the keys mean; `moved` says that the focus is to follow it, as when the screen was just opened. */
function useSpot(total: number, show: (group: number) => void) {
  const [spot, setSpot] = useState<Spot>({ group: 0, place: 0 });
  const moved = useRef(nothingFocused() || document.activeElement?.closest("nav") != null);
  const viewing = useViewer((viewer) => viewer.showing.mode !== "closed");
  const viewed = useRef(viewing);
  const showing = useRef(show);
  showing.current = show;
  const go = useCallback((next: Spot) => {
    moved.current = true;
    setSpot(next);
    showing.current(next.group);
  }, []);
  useEffect(() => {
    if (viewed.current && !viewing) {
      moved.current = true;
      setSpot((now) => ({ ...now }));
    }
    viewed.current = viewing;
  }, [viewing]);
  // A group that is gone takes the focus along; the next one takes it up.
  useEffect(() => {
    moved.current ||= nothingFocused();
    setSpot((now) => ({ group: Math.min(now.group, Math.max(total - 1, 0)), place: 0 }));
  }, [total]);
  return { spot, go, rest: setSpot, moved };
}

function nothingFocused(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** What a key does with the focused picture or its group; false for keys that mean nothing. */
function act(event: KeyboardEvent, { place }: Spot, decided: Decided, group: Group): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return false;
  const { hand, set } = useHand.getState();
  const focused = decided.order[place];
  if (!focused) return false;
  // By their place on the keyboard: a Korean one writes Hangul.
  if (event.code === "KeyK") {
    const ids = group.pictures.map(({ id }) => id);
    set(picking(hand, ids, focused.id));
  } else if (event.key === " ") set(focused.id === decided.keep.id ? alone(hand, decided) : staying(hand, focused.id));
  else if (event.key === "Enter" || event.code === "KeyC") compareGroup(decided, focused);
  else if (event.code === "KeyN") void markApart(decided);
  else return false;
  return true;
}
