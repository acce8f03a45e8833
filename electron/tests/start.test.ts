import { EventEmitter } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Line } from "../src/contract";
import type { Electron } from "../src/main/electron/types";
import { start } from "../src/main/start";
import { CHANNEL } from "../src/protocol/channels";
import { home, PYTHON, until } from "./python";

type Handler = (...given: never[]) => unknown;

/** The real back end, whose `scan` goes on until it is cancelled. */
const HOLDING = `
import sys, threading
from imageparser.errors import CancelledError
from imageparser.ipc import ops, process
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Payload

class HoldPayload(Payload):
    folder: str

@op("scan", payload=HoldPayload, claims=lambda payload: Claims(folders=(payload.folder,)))
def hold(job, payload):
    job.begin(1)
    while not job.cancel.cancelled:
        threading.Event().wait(0.02)
    raise CancelledError

known = ops.named
ops.named = lambda name: hold if name == "scan" else known(name)
sys.exit(process.serve(None))
`;

/** As much of Electron as the app uses, kept in maps; the back end behind it is the real one. */
function fake(data: string) {
  const sent: unknown[][] = [];
  const listeners = new Map<string, Handler>();
  const handlers = new Map<string, Handler>();
  const schemes = new Map<string, (request: { url: string }) => Promise<Response>>();
  const rules: Record<string, Handler> = {};
  const state = {
    ...{ quit: 0, single: true, focused: 0, menu: null as unknown, loaded: "" },
    ...{ asked: [] as { message: string }[], answer: 1 },
  };
  const contents = Object.assign(new EventEmitter(), {
    id: 3,
    send: (...told: unknown[]) => sent.push(structuredClone(told)),
    isDestroyed: () => false,
  });
  const windows: { options: { webPreferences: Record<string, unknown> } }[] = [];
  class BrowserWindow extends EventEmitter {
    readonly webContents = contents;
    readonly options;
    constructor(options: { webPreferences: Record<string, unknown> }) {
      super();
      this.options = options;
      windows.push(this);
    }
    static fromWebContents() {
      return null;
    }
    loadURL = async (url: string) => {
      state.loaded = url;
    };
    isMinimized = () => false;
    focus = () => void state.focused++;
    show() {}
  }
  const app = Object.assign(new EventEmitter(), {
    requestSingleInstanceLock: () => state.single,
    getPath: () => data,
    setPath: () => {},
    setAsDefaultProtocolClient: () => true,
    whenReady: async () => {},
    getLocale: () => "ko",
    quit: () => void state.quit++,
  });
  const keep = (name: string) => (rule: Handler) => {
    rules[name] = rule;
  };
  const session = {
    setPermissionRequestHandler: keep("permission"),
    setPermissionCheckHandler: keep("check"),
    setDevicePermissionHandler: keep("device"),
    webRequest: { onBeforeRequest: keep("request") },
  };
  const electron = {
    app,
    BrowserWindow,
    Menu: {
      buildFromTemplate: (items: unknown) => items,
      setApplicationMenu: (menu: unknown) => {
        state.menu = menu;
      },
    },
    dialog: {
      showOpenDialog: async () => ({ canceled: false, filePaths: ["/사진"] }),
      showMessageBox: async (...given: unknown[]) => {
        state.asked.push(given.at(-1) as { message: string });
        return { response: state.answer };
      },
    },
    ipcMain: {
      on: (name: string, handler: Handler) => listeners.set(name, handler),
      handle: (name: string, handler: Handler) => handlers.set(name, handler),
    },
    protocol: {
      registerSchemesAsPrivileged: () => {},
      handle: (name: string, handler: (request: { url: string }) => Promise<Response>) => schemes.set(name, handler),
    },
    session: { defaultSession: session },
    shell: {},
  } as unknown as Electron;
  const event = (url = "app://imageparser/", parent: unknown = null) => ({
    sender: contents,
    senderFrame: { url, parent },
    returnValue: "",
  });
  const lines = () => sent.filter(([name]) => name === CHANNEL.line).map(([, line]) => line as Line);
  return { electron, app, contents, windows, listeners, handlers, schemes, rules, state, event, lines, sent };
}

describe("the app, wired", () => {
  let place: ReturnType<typeof home>;
  let shell: ReturnType<typeof fake>;
  const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const options = (args: string[] = []) => ({
    args,
    env: { ...place.env, IMAGEPARSER_PYTHON: PYTHON },
    resources: place.path,
    renderer: place.path,
    preload: "/preload.cjs",
    locales: at("../../locales"),
  });
  const say = (message: unknown, event: unknown = shell.event()) =>
    shell.listeners.get(CHANNEL.line)?.(...([event, message] as never[]));
  const state = () => {
    const event = shell.event();
    shell.listeners.get(CHANNEL.state)?.(...([event] as never[]));
    return event.returnValue;
  };

  beforeEach(() => {
    place = home();
    shell = fake(join(place.path, "data"));
  });

  afterEach(async () => {
    let stopped = false;
    shell.app.emit("before-quit", {
      preventDefault: () => {
        stopped = true;
      },
    });
    if (stopped) await until(() => shell.state.quit > 0);
    place.remove();
  });

  it("answers its own page, and nobody else", async () => {
    await start(shell.electron, options());
    await until(() => state() === "ready");
    say({ id: "1", type: "run", op: "query_parse", payload: { query: "고양이" } });
    await until(() => shell.lines().some((line) => line.type === "done"));
    const before = shell.lines().length;
    say({ id: "2", type: "run", op: "query_parse", payload: {} }, shell.event("https://evil.example/"));
    say({ id: "3", type: "run", op: "query_parse", payload: {} }, shell.event("app://imageparser/", {}));
    await expect(
      (async () => shell.handlers.get(CHANNEL.call)?.(...([shell.event("https://x/"), "chooseFolder"] as never[])))(),
    ).rejects.toThrow("refused");
    await expect(
      (async () => shell.handlers.get(CHANNEL.call)?.(...([shell.event(), "constructor"] as never[])))(),
    ).rejects.toThrow("refused");
    say({ id: "4", type: "run", op: "query_parse", payload: {} });
    await until(() => shell.lines().some((line) => line.id === "4" && line.type === "done"));
    expect(
      shell
        .lines()
        .slice(before)
        .every((line) => line.id === "4"),
    ).toBe(true);
    expect(await shell.handlers.get(CHANNEL.call)?.(...([shell.event(), "chooseFolder"] as never[]))).toBe("/사진");
  });

  it("locks its window and its session down", async () => {
    await start(shell.electron, options());
    expect(shell.state.loaded).toBe("app://imageparser/");
    expect(shell.windows[0]?.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      preload: "/preload.cjs",
    });
    const answers: unknown[] = [];
    const answer = (value: unknown) => answers.push(value);
    shell.rules.permission?.(...([null, "camera", answer] as never[]));
    shell.rules.request?.(...([{ url: "https://example.com" }, answer] as never[]));
    shell.rules.request?.(...([{ url: "thumb://picture/x.webp" }, answer] as never[]));
    expect(answers).toEqual([false, { cancel: true }, { cancel: false }]);
    expect([shell.rules.check?.(), shell.rules.device?.()]).toEqual([false, false]);
    expect([...shell.schemes.keys()].sort()).toEqual(["app", "preview", "thumb", "tile"]);
  });

  it("follows a link of its start, and one of a second start", async () => {
    await start(shell.electron, options(["app", "imageparser://picture/5"]));
    shell.contents.emit("did-finish-load");
    shell.app.emit("second-instance", {}, ["app", "imageparser://picture/6"]);
    const commands = shell.sent.filter(([name]) => name === CHANNEL.command).map(([, name]) => name);
    expect(commands).toEqual(["open-picture:5", "open-picture:6"]);
    expect(shell.state.focused).toBe(1);
  });

  it("asks before it ends during a job, stays if told so, and leaves nothing behind", async () => {
    const python = join(place.path, "slow python");
    writeFileSync(python, `#!${PYTHON}\n${HOLDING}`, { mode: 0o755 });
    await start(shell.electron, { ...options(), env: { ...place.env, IMAGEPARSER_PYTHON: python } });
    await until(() => state() === "ready");
    say({ id: "1", type: "run", op: "scan", payload: { folder: "/사진" }, keep: "page-1" });
    await until(() => shell.lines().some((line) => line.type === "progress"));
    shell.state.answer = 0;
    let stopped = 0;
    const quit = () => shell.app.emit("before-quit", { preventDefault: () => stopped++ });
    quit();
    quit();
    await until(() => shell.state.asked.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([stopped, shell.state.asked.length, shell.state.quit, state()]).toEqual([2, 1, 0, "ready"]);
    expect(shell.state.asked[0]?.message).toBe("아직 진행 중인 작업이 있습니다. 그래도 끝낼까요?");
    shell.state.answer = 1;
    quit();
    await until(() => shell.state.quit > 0);
    expect(shell.state.asked).toHaveLength(2);
    quit();
    expect(stopped).toBe(3);
  });

  it("lets a named job go on when its page is loaded anew, and cancels the others", async () => {
    const python = join(place.path, "slow python");
    writeFileSync(python, `#!${PYTHON}\n${HOLDING}`, { mode: 0o755 });
    await start(shell.electron, { ...options(), env: { ...place.env, IMAGEPARSER_PYTHON: python } });
    await until(() => state() === "ready");
    say({ id: "1", type: "run", op: "scan", payload: { folder: "/사진" }, keep: "page-1" });
    say({ id: "2", type: "run", op: "scan", payload: { folder: "/다른" } });
    await until(() => shell.lines().filter((line) => line.type === "progress").length === 2);
    shell.contents.emit("did-start-navigation", { isMainFrame: true, isSameDocument: false });
    say({ id: "1", type: "run", op: "jobs", payload: {} });
    const told = () => shell.lines().find((line) => line.id === "1" && line.type === "done");
    await until(() => told() !== undefined);
    expect(told()).toMatchObject({ payload: { jobs: [{ name: "page-1", state: "running", subject: "/사진" }] } });
    say({ id: "2", type: "run", op: "job_stop", payload: { name: "page-1" } });
    await until(() => shell.lines().some((line) => line.id === "2" && line.type === "done"));
  });

  it("is told why there is no back end, and tries again when asked", async () => {
    const python = join(place.path, "python");
    await start(shell.electron, { ...options(), env: { ...place.env, IMAGEPARSER_PYTHON: python } });
    await until(() =>
      shell.sent.some(([name, told, fault]) => name === CHANNEL.state && told === "offline" && fault === "absent"),
    );
    writeFileSync(python, `#!/bin/sh\nexec "${PYTHON}" "$@"\n`, { mode: 0o755 });
    await shell.handlers.get(CHANNEL.call)?.(...([shell.event(), "restart"] as never[]));
    await until(() => state() === "ready");
  });

  it("leaves at once where it runs already", async () => {
    shell.state.single = false;
    await start(shell.electron, options());
    expect([shell.state.quit, shell.windows.length]).toEqual([1, 0]);
  });
});
