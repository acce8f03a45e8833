import { CHANNEL } from "../protocol/channels";
import { Backend } from "./backend";
import { Desk } from "./desk";
import type { Electron, Sender, Window } from "./electron/types";
import { commandOf, linkIn, SCHEME } from "./links";
import { menuOf } from "./menu";
import { pageHandler } from "./page";
import { pictureHandlers } from "./pictures";
import { backendOf, placesOf } from "./places";
import { mayQuit } from "./quitting";
import { Router } from "./router";
import { isTrusted, lockDown, registerSchemes } from "./security";
import { SettingsFile } from "./settings";
import { textsOf } from "./texts";
import { openWindow, speakerOf } from "./windows";

export interface StartOptions {
  args: string[];
  env: NodeJS.ProcessEnv;
  resources: string;
  renderer: string;
  preload: string;
  locales: string;
}

/** Run the app: one instance, one back end, windows that speak with it. */
export async function start(electron: Electron, options: StartOptions): Promise<void> {
  const { app } = electron;
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const places = placesOf(app.getPath("exe"), app.getPath("userData"), options.env);
  if (places.portable) app.setPath("userData", places.data);
  registerSchemes(electron);
  app.setAsDefaultProtocolClient(SCHEME);
  const running = new Running(electron, options, new SettingsFile(places.data), places);
  app.on("second-instance", (_event, args) => running.opened(linkIn(args)));
  app.on("open-url", (_event, link) => running.opened(link));
  await app.whenReady();
  running.ready(linkIn(options.args));
}

/** The parts of the running app, wired. */
class Running {
  readonly #electron: Electron;
  readonly #options: StartOptions;
  readonly #settings: SettingsFile;
  readonly #backend: Backend;
  readonly #router: Router;
  readonly #desk: Desk;
  #window: Window | null = null;
  #asking = false;
  #ended = false;
  #say: (key: string) => string = (key) => key;
  #waiting: string | null = null;

  constructor(electron: Electron, options: StartOptions, settings: SettingsFile, places: ReturnType<typeof placesOf>) {
    this.#electron = electron;
    this.#options = options;
    this.#settings = settings;
    this.#backend = new Backend({
      ...backendOf(options.resources, places, settings.values, options.env),
      onLine: (line) => this.#router.receive(line),
      onState: (state, fault) => {
        if (state !== "ready") this.#router.fail("the back end went away");
        // What the library has switched on is watched from now on, with or without a page.
        else this.#router.run("watch", {}).catch(() => {});
        this.#window?.webContents.send(CHANNEL.state, state, fault);
      },
      log: (text) => process.stderr.write(`${text}\n`),
    });
    this.#router = new Router(this.#backend);
    this.#desk = new Desk(electron, this.#router);
  }

  ready(link: string | null): void {
    const { app, protocol, Menu } = this.#electron;
    lockDown(this.#electron);
    protocol.handle("app", pageHandler(this.#options.renderer));
    for (const [scheme, handler] of Object.entries(pictureHandlers(this.#router))) protocol.handle(scheme, handler);
    this.#listen();
    this.#backend.start();
    this.#say = textsOf(this.#options.locales, app.getLocale());
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuOf(this.#say, (name) => this.#command(name), process.platform)));
    this.#waiting = link;
    this.#open();
    app.on("activate", () => this.#window ?? this.#open());
    app.on("window-all-closed", () => app.quit());
    app.on("before-quit", (event) => this.#quit(event));
  }

  /** A second start, or a link: the window comes to the front and follows it. */
  opened(link: string | null): void {
    if (!this.#window) this.#waiting = link;
    else {
      if (this.#window.isMinimized()) this.#window.restore();
      this.#window.focus();
      const command = link === null ? null : commandOf(link);
      if (command) this.#command(command);
    }
  }

  #open(): void {
    const window = openWindow(this.#electron, this.#settings, this.#options.preload);
    const { id } = window.webContents;
    this.#window = window;
    window.webContents.on("did-start-navigation", (event) => {
      if (event.isMainFrame && !event.isSameDocument) this.#router.leave(String(id));
    });
    window.webContents.on("did-finish-load", () => {
      const command = this.#waiting === null ? null : commandOf(this.#waiting);
      this.#waiting = null;
      if (command) this.#command(command);
    });
    // Closing the window ends the app, which may have something to ask first.
    window.on("close", (event) => {
      if (this.#ended) return;
      event.preventDefault();
      this.#electron.app.quit();
    });
    window.on("closed", () => {
      this.#window = null;
      this.#router.leave(String(id));
    });
  }

  #listen(): void {
    const { ipcMain, BrowserWindow } = this.#electron;
    ipcMain.on(CHANNEL.line, (event, message: unknown) => {
      if (isTrusted(event)) this.#router.take(speakerOf(event.sender as Sender), message);
    });
    ipcMain.on(CHANNEL.state, (event) => {
      event.returnValue = isTrusted(event) ? this.#backend.state : "offline";
    });
    ipcMain.handle(CHANNEL.call, (event, name: unknown, ...given: unknown[]) => {
      if (isTrusted(event) && name === "restart") return this.#backend.start();
      const call = isTrusted(event) && typeof name === "string" && Object.hasOwn(this.#desk.calls, name);
      if (!call) throw new Error("refused");
      return this.#desk.calls[name as string]?.(BrowserWindow.fromWebContents(event.sender), ...given);
    });
  }

  #command(name: string): void {
    this.#window?.webContents.send(CHANNEL.command, name);
  }

  /** Nothing is left behind: the app ends when the back end and all that it started is gone; jobs are asked about. */
  #quit(event: { preventDefault(): void }): void {
    if (this.#ended) return;
    event.preventDefault();
    if (this.#asking) return;
    this.#asking = true;
    void this.#end();
  }

  async #end(): Promise<void> {
    if (!(await mayQuit(this.#electron, this.#router, this.#window, this.#say))) {
      this.#asking = false;
      return;
    }
    await this.#backend.stop().finally(() => {
      this.#ended = true;
      this.#desk.close();
      this.#electron.app.quit();
    });
  }
}
