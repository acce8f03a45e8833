import { useEffect, useRef } from "react";
import { index } from "@/features/folders";
import type { Results } from "@/features/results";
import { focusSearch, useSearch } from "@/features/search";
import { useViewer } from "@/features/viewer";
import { bridge } from "@/shared/bridge";
import { ask } from "@/shared/data";
import { SCREENS, useScreen } from "@/shared/screens";
import { folderOf, nameOf, text } from "@/shared/text";
import { tell } from "@/shared/ui";

/** What a command of the menu or of a link asks for. */
export type Command =
  | { what: "picture"; id: number }
  | { what: "go"; screen: (typeof SCREENS)[number] }
  | { what: "add-folder" | "search" | "palette" };

/** A command by its name (`open-picture:12`, `go:health`, `palette`), or null where it is none of ours. */
export function commandOf(name: string): Command | null {
  const [what = "", rest = ""] = name.split(":");
  if (what === "open-picture" && /^[1-9][0-9]{0,15}$/.test(rest)) return { what: "picture", id: Number(rest) };
  const screen = SCREENS.find((one) => one === rest);
  if (what === "go" && screen) return { what, screen };
  return what === "add-folder" || what === "search" || what === "palette" ? { what } : null;
}

/** Follow the menu of the desktop shell and the links that open it; nothing of it is there in a browser. */
export function useShell(results: Results, palette: () => void): void {
  const wanted = useRef<number | null>(null);
  const showPalette = useRef(palette);
  showPalette.current = palette;
  useEffect(
    () =>
      bridge.shell?.onCommand((name) => {
        const command = commandOf(name);
        if (command?.what === "picture") {
          wanted.current = command.id;
          void look(command.id);
        } else if (command?.what === "go") useScreen.getState().show(command.screen);
        else if (command?.what === "add-folder") void addFolder();
        else if (command?.what === "search") focusSearch();
        else if (command?.what === "palette") showPalette.current();
      }),
    [],
  );
  const { first, stale } = results;
  useEffect(() => {
    if (wanted.current === null || stale || !first) return;
    const place = first.results.findIndex(({ id }) => id === wanted.current);
    if (place < 0) return;
    wanted.current = null;
    useViewer.getState().open(place);
  }, [first, stale]);
}

/** Search for one picture by where it lies, so that it is among the results and can be opened. */
async function look(id: number): Promise<void> {
  const found = await ask("picture", { id });
  if (!found) return;
  if (found.missing) {
    tell({ message: text("app.link.missing", { name: nameOf(found.path) }), bad: true });
    return;
  }
  const filter = (name: string, value: string) => ({ kind: "filter" as const, name, value });
  const parts = [filter("folder", folderOf(found.path)), filter("name", nameOf(found.path))];
  const query = await ask("query_parse", { form: { parts } });
  if (!query) return;
  useScreen.getState().show("pictures");
  useSearch.getState().setText(query.parsed.text);
}

async function addFolder(): Promise<void> {
  const chosen = await bridge.shell?.chooseFolder();
  if (chosen) void index(chosen);
}
