import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { Backend } from "../src/main/backend";
import { Desk } from "../src/main/desk";
import type { Electron } from "../src/main/electron/types";
import { pictureHandlers } from "../src/main/pictures";
import { Router } from "../src/main/router";
import { speakerOf } from "../src/main/windows";
import { CHANNEL } from "../src/protocol/channels";
import type { Bridge } from "../src/renderer/shared/bridge/bridge";
import { ShellBridge } from "../src/renderer/shared/bridge/shell";
import { SocketBridge } from "../src/renderer/shared/bridge/socket";
import { home, PYTHON, until } from "./python";

/** A bridge to a real back end, a picture fetched the way its page would, and a way to end the back end rudely. */
interface Set {
  bridge: Bridge;
  fetch(address: string): Promise<Response>;
  crash(): void;
  close(): Promise<void>;
}

const exposed = vi.hoisted(() => ({ given: null as unknown, ipc: null as unknown }));
vi.mock("electron", () => ({
  contextBridge: { exposeInMainWorld: (_name: string, value: unknown) => (exposed.given = value) },
  get ipcRenderer() {
    return exposed.ipc;
  },
  webUtils: { getPathForFile: () => "" },
}));

async function overSocket(place: ReturnType<typeof home>): Promise<Set> {
  const args = ["-m", "imageparser", "serve", "--json", "--library", join(place.path, "library.sqlite")];
  const server: ChildProcess = spawn(PYTHON, args, { env: place.env, stdio: ["ignore", "pipe", "ignore"] });
  const told = (child: ChildProcess) =>
    new Promise<{ url: string }>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).once("line", (line) =>
        resolve(JSON.parse(line)),
      );
    });
  const { url } = await told(server);
  const { origin } = new URL(url);
  const entered = await fetch(url, { redirect: "manual" });
  const headers = { Cookie: entered.headers.get("set-cookie")?.split(";")[0] ?? "", Origin: origin };
  const bridge = new SocketBridge({
    origin,
    firstWait: 20,
    slowest: 100,
    patience: 3,
    open: (address, events) => {
      const socket = new WebSocket(address, { headers });
      socket.on("open", () => events.opened());
      socket.on("close", () => events.closed());
      socket.on("error", () => {});
      socket.on("message", (data) => events.message(data.toString()));
      return { send: (text) => socket.send(text), close: () => socket.close() };
    },
    fetch: (address, init) => fetch(address, { ...init, headers }),
  });
  return {
    bridge,
    fetch: (address) => fetch(`${origin}${address}`, { headers }),
    // A new server has new cookies: a page stays away until its address is opened anew.
    crash: () => void server.kill("SIGKILL"),
    close: async () => {
      (bridge as SocketBridge).close();
      server.kill("SIGKILL");
    },
  };
}

async function overPreload(place: ReturnType<typeof home>): Promise<Set> {
  const page = new Map<string, (event: unknown, ...told: unknown[]) => void>();
  const contents = {
    id: 7,
    isDestroyed: () => false,
    // What crosses the border between processes is copied.
    send: (channel: string, ...told: unknown[]) => page.get(channel)?.({}, ...structuredClone(told)),
  };
  const backend = new Backend({
    command: PYTHON,
    args: ["-m", "imageparser", "ipc", "--library", join(place.path, "library.sqlite")],
    env: place.env,
    firstWait: 20,
    onLine: (line) => router.receive(line),
    onState: (state, fault) => {
      if (state !== "ready") router.fail("the back end went away");
      contents.send(CHANNEL.state, state, fault);
    },
    log: () => {},
  });
  const router = new Router(backend);
  const desk = new Desk({} as Electron, router);
  exposed.ipc = {
    on: (channel: string, listener: (event: unknown, ...told: unknown[]) => void) => page.set(channel, listener),
    off: (channel: string) => page.delete(channel),
    send: (_channel: string, message: unknown) => router.take(speakerOf(contents), structuredClone(message)),
    sendSync: () => backend.state,
    invoke: async (_channel: string, name: string, ...given: unknown[]) => desk.calls[name]?.(null, ...given),
  };
  await import("../src/preload/index");
  const bridge = new ShellBridge(exposed.given as never);
  backend.start();
  await until(() => bridge.state === "ready");
  const handlers: Record<string, (request: { url: string }) => Promise<Response>> = pictureHandlers(router);
  return {
    bridge,
    fetch: async (url) =>
      (await handlers[new URL(url).protocol.slice(0, -1)]?.({ url })) ?? new Response(null, { status: 404 }),
    crash: () => process.kill(backend.pid ?? 0, "SIGKILL"),
    close: async () => {
      await backend.stop();
      desk.close();
    },
  };
}

describe.each([
  ["websocket", overSocket],
  ["preload", overPreload],
] as const)("the bridge over %s", (name, open) => {
  let place: ReturnType<typeof home>;
  let set: Set;
  let pictures: string;
  let item: number;
  let digest: string;

  beforeAll(async () => {
    place = home();
    pictures = join(place.path, "사진");
    mkdirSync(pictures);
    cpSync(new URL("./fixtures/야경.png", import.meta.url), join(pictures, "서울 야경.png"));
    writeFileSync(join(pictures, "깨진.png"), "\x89PNG no more");
    set = await open(place);
    const progress: unknown[] = [];
    const wrong: string[] = [];
    const done = await set.bridge.run(
      "index",
      { folders: [pictures], phases: ["P"] },
      { onProgress: (one) => progress.push(one), onResult: (line) => wrong.push(`${line.code} ${line.source}`) },
    );
    expect(done).toMatchObject({ processed: 2, errors: 1, payload: { added: 2, failed: 1 } });
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toContain("깨진.png");
    expect(progress.at(-1)).toMatchObject({ processed: 2, total: 2, errors: 1 });
    const found = await set.bridge.run("find", { query: "야경" });
    item = found.payload.results[0]?.id ?? 0;
    digest = found.payload.results[0]?.digest ?? "";
  }, 120_000);

  afterAll(async () => {
    await set?.close();
    place.remove();
  });

  it("is ready, and runs many operations at once", async () => {
    expect(set.bridge.state).toBe("ready");
    const words = Array.from({ length: 30 }, (_, number) => `고양이${number}`);
    const done = await Promise.all(words.map((query) => set.bridge.run("query_parse", { query })));
    expect(done.map((one) => one.payload.parsed.parts[0]?.text)).toEqual(words);
  });

  it("rejects with the code of the back end", async () => {
    await expect(set.bridge.run("picture", { id: 999 })).rejects.toMatchObject({
      name: "OperationError",
      code: "not_found",
    });
    await expect(set.bridge.run("find", { limit: "many" as never })).rejects.toMatchObject({ code: "usage" });
  });

  it("cancels", async () => {
    const ending = new AbortController();
    const job = set.bridge.run("index", { folders: [pictures], force: true, phases: ["P"] }, { signal: ending.signal });
    ending.abort();
    await expect(job).rejects.toMatchObject({ name: "AbortError", code: "cancelled" });
    await expect(set.bridge.run("find", {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
  });

  it("gives addresses of thumbnails, previews and tiles that can be loaded", async () => {
    const thumb = await set.fetch(set.bridge.thumb(digest));
    expect([thumb.status, thumb.headers.get("Content-Type")]).toEqual([200, "image/webp"]);
    const whole = await set.fetch(set.bridge.preview(item));
    expect([whole.status, whole.headers.get("Content-Type")]).toEqual([200, "image/png"]);
    const small = await set.fetch(set.bridge.preview(item, { size: 40 }));
    expect([small.status, small.headers.get("Content-Type")]).toEqual([200, "image/bmp"]);
    const part = await set.fetch(set.bridge.preview(item, { region: [8, 8, 24, 16] }));
    const { length } = new Uint8Array(await part.arrayBuffer());
    expect([part.status, length]).toEqual([200, 122 + 16 * 8 * 4]);
    const same = await set.fetch(set.bridge.preview(item, { against: item, size: 40 }));
    expect([same.status, same.headers.get("Content-Type")]).toEqual([200, "image/bmp"]);
    const tile = await set.fetch(set.bridge.tile(item, 0, 0, 0));
    expect(new Uint8Array(await tile.arrayBuffer()).subarray(1, 4)).toEqual(new TextEncoder().encode("PNG"));
  });

  it("says what there is not", async () => {
    expect((await set.fetch(set.bridge.thumb("ab".repeat(32)))).status).toBe(404);
    expect((await set.fetch(set.bridge.preview(999))).status).toBe(404);
    expect((await set.fetch(set.bridge.tile(item, 0, 99, 0))).status).toBe(404);
    expect((await set.fetch(set.bridge.preview(item, { hidden: [1] }))).status).toBeGreaterThanOrEqual(400);
  });

  it("brings a picture in", async () => {
    const thumb = await set.fetch(set.bridge.thumb(digest));
    const path = await set.bridge.upload(new Blob([await thumb.arrayBuffer()]));
    const done = await set.bridge.run("find", { image: path });
    expect(done.payload.results).toBeInstanceOf(Array);
  });

  it(`knows ${name === "preload" ? "a" : "no"} desktop`, () => {
    expect(set.bridge.shell === null).toBe(name === "websocket");
  });

  it("ends its jobs when the back end crashes, and says so", async () => {
    const states: string[] = [];
    const stop = set.bridge.subscribe(() => states.push(set.bridge.state));
    const jobs = Array.from({ length: 20 }, () => set.bridge.run("db_stats", {}));
    set.crash();
    const ended = await Promise.allSettled(jobs);
    for (const one of ended) if (one.status === "rejected") expect(one.reason.code).toBe("offline");
    await until(() => states.includes("restarting"));
    await until(() => states.at(-1) === (name === "preload" ? "ready" : "offline"));
    if (name === "preload") expect((await set.bridge.run("find", {})).payload.total).toBeGreaterThan(0);
    else await expect(set.bridge.run("find", {})).rejects.toMatchObject({ code: "offline" });
    stop();
  });
});
