import type { MenuItem } from "./electron/types";

type Say = (key: string) => string;

/** Return the menu; what it does is a command to the page, so that a key and a click are the same thing. */
export function menuOf(say: Say, command: (name: string) => void, platform: NodeJS.Platform): MenuItem[] {
  const item = (name: string, key: string, accelerator: string): MenuItem => ({
    label: say(key),
    accelerator,
    click: () => command(name),
  });
  const own: MenuItem[] = platform === "darwin" ? [{ role: "appMenu" }] : [];
  return [
    ...own,
    {
      label: say("app.menu.file"),
      submenu: [
        item("add-folder", "app.menu.add_folder", "CmdOrCtrl+O"),
        item("go:settings", "app.menu.settings", "CmdOrCtrl+,"),
        { type: "separator" },
        { role: platform === "darwin" ? "close" : "quit" },
      ],
    },
    { role: "editMenu" },
    {
      label: say("app.menu.view"),
      submenu: [
        item("search", "app.menu.search", "CmdOrCtrl+F"),
        item("palette", "app.menu.palette", "CmdOrCtrl+K"),
        { type: "separator" },
        item("go:pictures", "app.go.pictures", "Shift+CmdOrCtrl+1"),
        item("go:activity", "app.go.activity", "Shift+CmdOrCtrl+5"),
        item("go:health", "app.go.health", "Shift+CmdOrCtrl+6"),
        { type: "separator" },
        { role: "togglefullscreen" },
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
      ],
    },
    { role: "windowMenu" },
  ];
}
