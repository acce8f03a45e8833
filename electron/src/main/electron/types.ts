import type * as whole from "electron";

/** Electron as the rest of the main process gets it: as an argument. */
export type Electron = Pick<
  typeof whole,
  "app" | "BrowserWindow" | "Menu" | "dialog" | "ipcMain" | "nativeImage" | "net" | "protocol" | "session" | "shell"
>;

export type Window = whole.BrowserWindow;
export type MenuItem = whole.MenuItemConstructorOptions;
export type Sender = whole.WebContents;
