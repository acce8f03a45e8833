import { createReadStream } from "node:fs";

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  pid: number;
  cat: string;
  args?: { data?: { frameSeqId?: number } };
}

const SLOW_MS = 50;

export interface Frames {
  count: number;
  slow: number;
  p50: number;
  p99: number;
  longest: number;
  /** Long tasks of the page's main thread in milliseconds, the longest first. */
  tasks: number[];
}

/** The time between frames that were drawn while something moved (between the marks `moving` and `resting`). */
export async function frames(trace: string): Promise<Frames> {
  const events = await read(trace);
  const marks = events
    .filter(({ name }) => name === "moving" || name === "resting")
    .sort((one, other) => one.ts - other.ts);
  const page = marks[0]?.pid;
  const drawn = events
    .filter(({ name, pid }) => name === "DrawFrame" && pid === page)
    .map(({ ts }) => ts)
    .sort((one, other) => one - other);
  const spans: [number, number][] = [];
  for (let at = 0; at + 1 < marks.length; at += 1) {
    const [begin, end] = [marks[at], marks[at + 1]];
    if (begin?.name === "moving" && end?.name === "resting") spans.push([begin.ts, end.ts]);
  }
  const times = spans.flatMap(([begin, end]) => {
    const inside = [begin, ...drawn.filter((at) => at > begin && at < end), end];
    return inside.slice(1).map((at, place) => (at - (inside[place] ?? at)) / 1000);
  });
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    count: times.length,
    slow: times.filter((ms) => ms > SLOW_MS).length,
    p50: at(0.5),
    p99: at(0.99),
    longest: times.at(-1) ?? 0,
    tasks: tasks(events, page),
  };
}

function tasks(events: readonly TraceEvent[], page: number | undefined): number[] {
  const long = events.filter(({ name, pid, ph }) => pid === page && ph === "X" && name === "RunTask");
  return long
    .map((event) => Math.round(((event as TraceEvent & { dur?: number }).dur ?? 0) / 1000))
    .filter((ms) => ms > SLOW_MS)
    .sort((one, other) => other - one)
    .slice(0, 20);
}

/** A trace is one JSON object with an event to each line or all in one; only those that matter are kept. */
async function read(trace: string): Promise<TraceEvent[]> {
  const kept: TraceEvent[] = [];
  const names = new Set(["moving", "resting", "DrawFrame", "RunTask"]);
  let text = "";
  for await (const part of createReadStream(trace, { encoding: "utf-8" })) text += part;
  for (const event of (JSON.parse(text) as { traceEvents: TraceEvent[] }).traceEvents)
    if (names.has(event.name)) kept.push(event);
  return kept;
}
