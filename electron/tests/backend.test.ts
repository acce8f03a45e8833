import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Line } from "../src/contract";
import { Backend, type BackendOptions, type BackendState, type Fault } from "../src/main/backend";
import { alive, home, PYTHON, until } from "./python";

let place: ReturnType<typeof home>;
let backend: Backend | null;
let states: [BackendState, Fault][];
let lines: Line[];
let logged: string[];

beforeEach(() => {
  place = home();
  states = [];
  lines = [];
  logged = [];
});

afterEach(async () => {
  const group = backend?.pid;
  await backend?.stop();
  if (group !== undefined) await until(() => !alive(group));
  backend = null;
  place.remove();
});

const IPC = ["-m", "imageparser", "ipc"];
// What runs the real back end after doing something first.
const doing = (code: string) => [
  "-c",
  `import sys, os, time\n${code}\nfrom imageparser.ipc import process\nsys.exit(process.serve(None))`,
];

function begin(args: string[], more: Partial<BackendOptions> = {}): Backend {
  backend = new Backend({
    command: PYTHON,
    args,
    env: place.env,
    cwd: place.path,
    onLine: (line) => lines.push(line),
    onState: (state, fault) => states.push([state, fault]),
    log: (text) => logged.push(text),
    firstWait: 20,
    slowest: 50,
    ...more,
  });
  backend.start();
  return backend;
}

const ready = (one: Backend) => until(() => one.state === "ready");
const last = (id: string) => lines.find((line) => line.id === id && (line.type === "done" || line.type === "error"));

describe("Backend, with the real process", () => {
  it("starts, answers, and ends with everything that it started", async () => {
    const one = begin(IPC);
    expect(one.send({ id: "early", type: "run", op: "query_parse", payload: {} })).toBe(false);
    await ready(one);
    one.send({ id: "1", type: "run", op: "query_parse", payload: { query: "고양이 🐈" } });
    await until(() => last("1") !== undefined);
    expect(last("1")).toMatchObject({
      type: "done",
      payload: { parsed: { parts: [{ text: "고양이" }, { text: "🐈" }] } },
    });
    const group = one.pid ?? 0;
    await one.stop();
    expect(alive(group)).toBe(false);
    expect(one.state).toBe("offline");
  });

  it("starts again after a crash, and is ready for the next message", async () => {
    const one = begin(IPC);
    await ready(one);
    const first = one.pid ?? 0;
    process.kill(first, "SIGKILL");
    await until(() => states.some(([state]) => state === "restarting"));
    await ready(one);
    expect(one.pid).not.toBe(first);
    one.send({ id: "1", type: "run", op: "query_parse", payload: { query: "a" } });
    await until(() => last("1")?.type === "done");
    expect(states.map(([state]) => state)).toEqual(["ready", "restarting", "ready"]);
  });

  it("gives up after crashing again and again, and tries anew when asked", async () => {
    const one = begin(["-c", "raise SystemExit(3)"], { patience: 2 });
    await until(() => one.state === "offline");
    expect(one.fault).toBe("crashes");
    expect(logged.filter((text) => text.includes("ended with 3"))).toHaveLength(3);
    one.start();
    expect(one.state).toBe("connecting");
    await until(() => one.state === "offline");
  });

  it("puts an end to one that hangs", async () => {
    const one = begin(IPC, { beat: 50, beatLimit: 1500 });
    await ready(one);
    const first = one.pid ?? 0;
    process.kill(first, "SIGSTOP");
    await until(() => one.pid !== undefined && one.pid !== first && one.state === "ready");
    expect(logged).toContain("the back end does not answer any more");
    expect(alive(first)).toBe(false);
  });

  it("passes over what is no line of the protocol", async () => {
    const one = begin(doing('os.write(1, b"garbage \\xff\\xfe\\n[1]\\nnull\\n{\\"half\\": \\n")'));
    await ready(one);
    one.send({ id: "1", type: "run", op: "query_parse", payload: { query: "a" } });
    await until(() => last("1")?.type === "done");
    expect(logged.filter((text) => text.startsWith("no line of the protocol"))).toHaveLength(2);
    expect(lines.every((line) => line.id === "1")).toBe(true);
  });

  it("waits for a slow start, and not for ever", async () => {
    const one = begin(doing("time.sleep(1.5)"));
    await ready(one);
    expect(states).toEqual([["ready", null]]);
    await one.stop();
    const never = begin(["-c", "import time; time.sleep(600)"], { startLimit: 200, patience: 1 });
    await until(() => never.state === "offline");
    expect(logged).toContain("the back end did not start in time");
    expect(never.fault).toBe("crashes");
  });

  it("refuses one of another version and does not try it again", async () => {
    const told =
      'import json, sys\nfor line in sys.stdin:\n    print(json.dumps({"id": json.loads(line)["id"], "type": "error", "code": "x", "message": "", "version": 2}), flush=True)';
    const one = begin(["-c", told]);
    const group = one.pid ?? 0;
    await until(() => one.state === "offline");
    expect(one.fault).toBe("version");
    await until(() => !alive(group));
    expect(states).toEqual([["offline", "version"]]);
  });

  it("says that there is no back end where there is none", async () => {
    const one = begin([], { command: `${place.path}/no-such-python` });
    await until(() => one.state === "offline");
    expect(one.fault).toBe("absent");
  });

  it("ends while a job is running, the job's own children included", async () => {
    const code = [
      "import subprocess, threading",
      "from imageparser.ipc import ops",
      "from imageparser.ipc.op import op",
      "from imageparser.ipc.protocol import Payload",
      "@op('hold', payload=Payload)",
      "def hold(job, payload):",
      "    subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])",
      "    job.log('begun')",
      "    threading.Event().wait()",
      "known = ops.named",
      "ops.named = lambda name: hold if name == 'hold' else known(name)",
    ].join("\n");
    const one = begin(doing(code), { farewell: 500 });
    await ready(one);
    const group = one.pid ?? 0;
    one.send({ id: "1", type: "run", op: "hold", payload: {} });
    await until(() => lines.some((line) => line.type === "log" && line.message === "begun"));
    await one.stop();
    await until(() => !alive(group));
    expect(one.state).toBe("offline");
  });

  it("leaves no child of a crashed one behind", async () => {
    const spawning = doing(
      "import subprocess\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])",
    );
    const one = begin(spawning);
    await ready(one);
    const first = one.pid ?? 0;
    process.kill(first, "SIGKILL");
    await until(() => !alive(first));
    await ready(one);
  });
});
