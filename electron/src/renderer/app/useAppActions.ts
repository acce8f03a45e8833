import { Columns2, Command, Filter, Info, Keyboard, PanelLeft, Redo2, Search, Sprout, Undo2 } from "lucide-react";
import { useMemo, useRef } from "react";
import { useGuide } from "@/features/firstrun";
import { chosenPictures, useSelection } from "@/features/results";
import { focusSearch } from "@/features/search";
import { MOST_COMPARED, useViewer } from "@/features/viewer";
import { type Action, useActions } from "@/shared/actions";
import { undo } from "@/shared/data";
import { useSettings } from "@/shared/settings";
import { goActions } from "./screens";

interface Opens {
  palette: () => void;
  shortcuts: () => void;
}

/** What can be done anywhere. */
export function useAppActions(opens: Opens): void {
  const now = useRef(opens);
  now.current = opens;
  const actions = useMemo<Action[]>(
    () => [
      {
        id: "app.palette",
        label: "app.action.palette",
        group: "app",
        icon: Command,
        keys: ["mod+k"],
        hidden: true,
        run: () => now.current.palette(),
      },
      {
        id: "help.shortcuts",
        label: "app.action.shortcuts",
        group: "app",
        icon: Keyboard,
        keys: ["f1", "?"],
        run: () => now.current.shortcuts(),
      },
      {
        id: "help.guide",
        label: "app.action.guide",
        group: "app",
        icon: Sprout,
        run: () => useGuide.getState().start(),
      },
      {
        id: "search.focus",
        label: "app.action.search",
        group: "search",
        icon: Search,
        keys: ["/", "mod+f"],
        run: focusSearch,
      },
      {
        id: "app.left",
        label: "app.action.left",
        group: "view",
        icon: PanelLeft,
        keys: ["mod+b"],
        run: () => turn("left"),
      },
      { id: "app.right", label: "app.action.right", group: "view", icon: Info, keys: ["i"], run: () => turn("right") },
      {
        id: "app.undo",
        label: "app.action.undo",
        group: "library",
        icon: Undo2,
        keys: ["mod+z"],
        run: () => void undo(),
      },
      {
        id: "app.redo",
        label: "app.action.redo",
        group: "library",
        icon: Redo2,
        keys: ["mod+shift+z"],
        run: () => void undo(undefined, true),
      },
      {
        id: "app.filters",
        label: "app.action.filters",
        group: "search",
        icon: Filter,
        keys: ["mod+shift+f", "f"],
        run: () => turn("left"),
      },
      {
        id: "viewer.compare",
        label: "app.action.compare",
        group: "pictures",
        icon: Columns2,
        keys: ["c"],
        enabled: () => useSelection.getState().ids.size > 1 && useSelection.getState().ids.size <= MOST_COMPARED,
        run: compareChosen,
      },
      ...goActions(),
    ],
    [],
  );
  useActions(actions);
}

/** Show the chosen pictures side by side. */
export function compareChosen(): void {
  useViewer.getState().compare(chosenPictures(MOST_COMPARED));
}

function turn(side: "left" | "right"): void {
  const { set, ...settings } = useSettings.getState();
  set({ [side]: !settings[side] });
}
