import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { Line, Request } from "../contract";
import { OPERATIONS } from "../contract/names";
import { CHANNEL } from "../protocol/channels";

const KNOWN: ReadonlySet<string> = new Set(OPERATIONS);

type Stop = () => void;
type State = "connecting" | "ready" | "restarting" | "offline";
type Fault = "version" | "crashes" | "absent" | null;

function hear<T extends unknown[]>(channel: string, listener: (...told: T) => void): Stop {
  const handler = (_event: unknown, ...told: unknown[]) => listener(...(told as T));
  ipcRenderer.on(channel, handler);
  return () => void ipcRenderer.off(channel, handler);
}

function call<T>(name: string, ...given: unknown[]): Promise<T> {
  return ipcRenderer.invoke(CHANNEL.call, name, ...given) as Promise<T>;
}

/** All that the page gets: messages of the contract, and what only a desktop can do. */
const exposed = {
  operations: [...OPERATIONS],
  send(request: Request): void {
    if (request.type === "run" && !KNOWN.has(request.op)) throw new Error(`no operation: ${request.op}`);
    ipcRenderer.send(CHANNEL.line, request);
  },
  onLine: (listener: (line: Line) => void) => hear(CHANNEL.line, listener),
  state: () => ipcRenderer.sendSync(CHANNEL.state) as State,
  onState: (listener: (state: State, fault: Fault) => void) => hear(CHANNEL.state, listener),
  restart: () => void call("restart"),
  onCommand: (listener: (command: string) => void) => hear(CHANNEL.command, listener),
  bring: (bytes: Uint8Array) => call<string>("bring", bytes),
  chooseFolder: () => call<string | null>("chooseFolder"),
  chooseFile: (extensions: string[]) => call<string | null>("chooseFile", extensions),
  chooseTarget: (name: string) => call<string | null>("chooseTarget", name),
  reveal: (path: string) => void call("reveal", path),
  drag: (pictures: number[]) => void call("drag", pictures),
  pathOf: (file: File) => webUtils.getPathForFile(file),
};

export type Exposed = typeof exposed;

contextBridge.exposeInMainWorld("imageparser", exposed);
