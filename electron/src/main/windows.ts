import { CHANNEL } from "../protocol/channels";
import type { Electron, Window } from "./electron/types";
import type { Speaker } from "./router";
import { ORIGIN, PREFERENCES } from "./security";
import type { SettingsFile } from "./settings";

/** Open the window where it was; what it becomes is remembered. */
export function openWindow(electron: Pick<Electron, "BrowserWindow">, settings: SettingsFile, preload: string): Window {
  const { maximized, ...bounds } = settings.values.window;
  const window = new electron.BrowserWindow({
    ...bounds,
    minWidth: 720,
    minHeight: 480,
    show: false,
    backgroundColor: "#101113",
    webPreferences: { ...PREFERENCES, preload },
  });
  if (maximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  window.on("close", () => {
    settings.change({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } });
  });
  void window.loadURL(`${ORIGIN}/`);
  return window;
}

/** Return the one that speaks for a page; nothing is said to a page that is gone. */
export function speakerOf(contents: Pick<Window["webContents"], "id" | "send" | "isDestroyed">): Speaker {
  return {
    key: String(contents.id),
    post: (line) => {
      if (!contents.isDestroyed()) contents.send(CHANNEL.line, line);
    },
  };
}
