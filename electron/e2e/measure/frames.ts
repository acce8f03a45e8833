import { createWriteStream, readFileSync } from "node:fs";
import type { Browser } from "playwright-core";

interface TraceEvent {
  name: string;
  ts: number;
  pid: number;
}

export interface Frames {
  count: number;
  slow: number;
  p50: number;
  p99: number;
  longest: number;
}

const SLOW_MS = 50;
const CATEGORIES = ["blink.user_timing", "devtools.timeline", "disabled-by-default-devtools.timeline.frame"];
/** What the page marks: a journey from `moving` to `resting`, and each step of it that it hears of. */
const MARKS = { begin: "moving", step: "scrolled", end: "resting" } as const;

/** Record what Chromium does meanwhile into a file that its own viewer opens. */
export async function traced(browser: Browser, path: string, work: () => Promise<void>): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const traceConfig = { includedCategories: CATEGORIES, excludedCategories: ["*"] };
  await session.send("Tracing.start", { traceConfig, transferMode: "ReturnAsStream" });
  await work();
  const complete = new Promise<string>((resolve) => {
    session.once("Tracing.tracingComplete", ({ stream }) => resolve(stream ?? ""));
  });
  await session.send("Tracing.end");
  const handle = await complete;
  const file = createWriteStream(path);
  for (;;) {
    const { data, eof, base64Encoded } = await session.send("IO.read", { handle });
    file.write(base64Encoded ? Buffer.from(data, "base64") : data);
    if (eof) break;
  }
  await new Promise<void>((resolve) => file.end(resolve));
  await session.send("IO.close", { handle });
}

/** The time between frames that were drawn while something moved. */
export function frames(trace: string): Frames {
  const { traceEvents } = JSON.parse(readFileSync(trace, "utf-8")) as { traceEvents: TraceEvent[] };
  const page = traceEvents.find(({ name }) => name === MARKS.begin)?.pid;
  const times = (wanted: string) =>
    traceEvents
      .filter(({ name, pid }) => name === wanted && pid === page)
      .map(({ ts }) => ts)
      .sort((one, other) => one - other);
  const drawn = times("DrawFrame");
  const steps = times(MARKS.step);
  const ends = times(MARKS.end);
  const between = times(MARKS.begin).flatMap((begin) => {
    const end = ends.find((at) => at > begin) ?? begin;
    // Before the first step and behind the last one there is nothing to draw.
    const inside = steps.filter((at) => at >= begin && at <= end);
    const [first = begin, last = begin] = [inside[0], inside.at(-1)];
    const seen = drawn.filter((at) => at >= first && at <= last);
    return seen.slice(1).map((at, place) => (at - (seen[place] ?? at)) / 1000);
  });
  between.sort((one, other) => one - other);
  const at = (share: number) => between[Math.min(between.length - 1, Math.floor(between.length * share))] ?? 0;
  return {
    count: between.length,
    slow: between.filter((ms) => ms > SLOW_MS).length,
    p50: at(0.5),
    p99: at(0.99),
    longest: between.at(-1) ?? 0,
  };
}
