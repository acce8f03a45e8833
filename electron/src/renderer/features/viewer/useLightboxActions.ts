import { useMemo, useRef } from "react";
import { type Action, useActions } from "@/shared/actions";
import { useViewer } from "./model/store";
import { type Eye, toggleZoom, turn, zoomBy } from "./Stage";

/** By how much one press enlarges. */
export const STEP = 1.5;

interface Deeds {
  eye: Eye | null;
  go: (by: number) => void;
  /** To the first picture, or to the last. */
  end: (last: boolean) => void;
}

/** What keys and the palette do while a picture is looked at. */
export function useLightboxActions(state: Deeds): void {
  const now = useRef(state);
  now.current = state;
  const actions = useMemo<Action[]>(() => {
    const eye = (act: (eye: Eye) => void) => () => now.current.eye && act(now.current.eye);
    const { set, close } = useViewer.getState();
    return [
      { id: "viewer.close", label: "app.viewer.close", group: "go", keys: ["escape", "space", "enter"], run: close },
      {
        id: "viewer.after",
        label: "app.viewer.after",
        group: "go",
        keys: ["arrowright", "pagedown"],
        repeats: true,
        run: () => now.current.go(1),
      },
      {
        id: "viewer.before",
        label: "app.viewer.before",
        group: "go",
        keys: ["arrowleft", "pageup"],
        repeats: true,
        run: () => now.current.go(-1),
      },
      { id: "viewer.first", label: "app.viewer.first", group: "go", keys: ["home"], run: () => now.current.end(false) },
      { id: "viewer.last", label: "app.viewer.last", group: "go", keys: ["end"], run: () => now.current.end(true) },
      {
        id: "viewer.bigger",
        label: "app.viewer.bigger",
        group: "view",
        keys: ["plus"],
        repeats: true,
        run: eye((one) => zoomBy(one, STEP)),
      },
      {
        id: "viewer.smaller",
        label: "app.viewer.smaller",
        group: "view",
        keys: ["minus"],
        repeats: true,
        run: eye((one) => zoomBy(one, 1 / STEP)),
      },
      { id: "viewer.full", label: "app.viewer.full", group: "view", keys: ["z"], run: eye((one) => toggleZoom(one)) },
      { id: "viewer.rotate", label: "app.viewer.rotate", group: "view", keys: ["r"], run: eye((one) => turn(one, 90)) },
      {
        id: "viewer.back",
        label: "app.viewer.back",
        group: "view",
        keys: ["shift+r"],
        run: eye((one) => turn(one, -90)),
      },
      {
        id: "viewer.layers",
        label: "app.layers",
        group: "view",
        keys: ["l"],
        run: () => set({ layers: !useViewer.getState().layers }),
      },
      {
        id: "app.right",
        label: "app.action.right",
        group: "view",
        keys: ["i"],
        run: () => set({ info: !useViewer.getState().info }),
      },
    ];
  }, []);
  useActions(actions);
}
