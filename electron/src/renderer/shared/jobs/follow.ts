import type { OpName } from "@contract";
import { bridge, type DoneOf } from "../bridge";
import { ask, forget } from "../data";
import { type Failure, nameOf, opText, text } from "../text";
import { changed } from "./changed";
import { INDEXED, PAGE } from "./names";
import { startJob } from "./start";
import { type Job, type JobPlace, keyOf, useJobs } from "./store";

/** A job as the back end tells it to everybody. */
export type Told = DoneOf<"jobs">["payload"]["jobs"][number];

const BUSY_MS = 1000;
const REFRESH_MS = 2000;
const IDLE_MS = 2000;
const WATCH = "watch:";
const PROCESS = "process:";

/** What a job is called whose own page is not this one. */
export function titleOf(op: string, subject: string): string {
  if (op === "index") return text("app.folders.going", { name: nameOf(subject) });
  return opText(op).replace(/[.。]$/, "");
}

/** Watching looks again and again; only what is under way or went wrong is worth a line. */
function worth({ name, state, errors }: Told): boolean {
  return !name.startsWith(WATCH) || state === "running" || state === "failed" || (state === "done" && errors > 0);
}

/** Whether a job is one that this page follows by its own lines. */
function isFollowed(told: Told, jobs: readonly Job[]): boolean {
  if (!told.name.startsWith(`${PAGE}:`)) return false;
  const own = jobs.find(({ name }) => name === told.name);
  // After the connection was lost, what goes on in the back end is followed as if it were another page's.
  return own?.state !== "failed" || told.state === "cancelled" || told.state === "failed";
}

/** The jobs after the back end has told those of every page. */
export function merged(jobs: readonly Job[], told: readonly Told[], cleared: ReadonlySet<string>): Job[] {
  const known = new Map(jobs.map((job) => [keyOf(job), job]));
  const others = told.filter((one) => worth(one) && !isFollowed(one, jobs)).map((one) => asJob(one, known));
  const names = new Set(others.map(({ name }) => name));
  const mine = jobs.filter(({ place, name }) => place === "here" && !names.has(name));
  const shown = others.filter((job) => job.state === "running" || !cleared.has(keyOf(job)));
  return [...mine, ...shown].sort((one, two) => one.started - two.started);
}

let lastForeign = 0;
/** The jobs that had ended at the look before; null before the first. */
let seen: ReadonlySet<string> | null = null;
let refreshed = 0;

function asJob(told: Told, known: ReadonlyMap<string, Job>): Job {
  const { name, op, subject, processed, total, errors, skipped, phases, problems } = told;
  const started = Date.parse(told.started_at);
  const before = known.get(`${name}@${started}`);
  if (before && before.ended !== null && before.place !== "here") return before;
  return {
    ...{ id: before?.id ?? --lastForeign, name, op: op as OpName, subject, started, title: titleOf(op, subject) },
    ...{ processed, total, errors, skipped, phases, problems },
    place: placeOf(name),
    ended: told.ended_at === null ? null : Date.parse(told.ended_at),
    state: told.state === "waiting" ? "running" : told.state,
    error: told.code === null ? null : { ...fault(told), code: told.code },
    stop: () => void ask("job_stop", { name }),
    again: () => again(op, subject),
  };
}

function placeOf(name: string): JobPlace {
  if (name.startsWith(WATCH)) return "watch";
  return name.startsWith(PROCESS) ? "program" : "elsewhere";
}

function fault({ path, about, message }: Told): Omit<Failure, "code"> {
  return { path, about, detail: message ?? "" };
}

/** Only what an index run works on is known from elsewhere, and nothing else need be. */
function again(op: string, subject: string): void {
  if (op !== "index" || !subject) return;
  void startJob("index", { folders: [subject] }, { title: titleOf(op, subject), subject, refreshes: INDEXED });
}

/** Whether a job can be started again from here. */
export function canAgain({ op, place }: Pick<Job, "op" | "place">): boolean {
  return place === "here" || op === "index";
}

/** Keep up with the jobs of every page and of watched folders; returns what ends it. */
export function followJobs(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const look = async () => {
    const foreign = await lookOnce();
    if (!ended) timer = setTimeout(() => void look(), foreign ? BUSY_MS : IDLE_MS);
  };
  void look();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** When the latest change ended; runs of other programs are just gone, and watched folders are looked at without a change. */
function lastEnd(told: readonly Told[], was: readonly Job[]): number {
  const ends = told.filter(({ name }) => !name.startsWith(WATCH)).map(({ ended_at }) => Date.parse(ended_at ?? ""));
  const gone = was.some(({ name, place }) => place === "program" && !told.some((one) => one.name === name));
  return Math.max(gone ? Date.now() : 0, ...ends.filter((at) => !Number.isNaN(at)));
}

/** Ask once; returns whether a job of another place is under way. */
export async function lookOnce(): Promise<boolean> {
  let told: Told[];
  try {
    told = (await bridge.run("jobs", {})).payload.jobs;
  } catch {
    return false; // the line at the top says that the back end is away
  }
  const { jobs: before, cleared } = useJobs.getState();
  const after = merged(before, told, cleared);
  if (after.some((job, at) => job !== before[at]) || after.length !== before.length) useJobs.setState({ jobs: after });
  const ends = told.filter(({ ended_at }) => ended_at !== null).map(({ name, started_at }) => `${name}@${started_at}`);
  // What began and ended between two looks has changed something, too.
  const news = seen !== null && ends.some((key) => !seen?.has(key));
  seen = new Set(ends);
  const going = (jobs: readonly Job[]) => jobs.filter(({ place, state }) => place !== "here" && state === "running");
  const [was, is] = [going(before), going(after)];
  const over = was.some(({ id }) => !is.some((job) => job.id === id));
  if (news || over || (is.length > 0 && Date.now() - refreshed >= REFRESH_MS)) {
    refreshed = Date.now();
    forget(INDEXED);
  }
  if (news || over) changed(lastEnd(told, was));
  return is.length > 0;
}
