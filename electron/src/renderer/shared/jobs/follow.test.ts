import { beforeEach, describe, expect, it, vi } from "vitest";

vi.mock("../bridge", () => ({ bridge: { run: vi.fn() } }));

const { merged, titleOf, canAgain, lookOnce } = await import("./follow");
const { useChanged } = await import("./changed");
const { PAGE } = await import("./names");
const { canStop, useJobs } = await import("./store");
const { bridge } = await import("../bridge");
type Told = Parameters<typeof merged>[1][number];
type Job = Parameters<typeof merged>[0][number];

function told(name: string, more: Partial<Told> = {}): Told {
  return {
    ...{ name, op: "index", subject: "/사진", state: "running", started_at: "2026-01-02T03:04:05+00:00" },
    ...{ ended_at: null, processed: 3, total: 10, errors: 0, skipped: 0, phases: [], problems: [] },
    ...{ code: null, message: null, path: null, about: null, ...more },
  };
}

const NO_PHASE = { failed: 0, rate: 1, eta_s: 7, waiting: 0, code: null, final: false };
const later = { ended_at: "2026-01-02T03:06:05+00:00" };
const ended = { ended_at: "2026-01-02T03:05:05+00:00" };
const own = (more: Partial<Job> = {}) =>
  ({ id: 1, name: `${PAGE}:1`, place: "here", state: "running", started: 0, ...more }) as Job;
const NONE = new Set<string>();

beforeEach(() => useJobs.setState({ jobs: [], cleared: NONE }));

describe("jobs of every page", () => {
  it("stand beside the runs of other programs, which end where they were begun and then are gone", () => {
    const phases = [{ ...NO_PHASE, phase: "P", done: 3, total: 10 }];
    const [run] = merged([], [told("process:f00", { phases })], NONE);
    expect(run).toMatchObject({ place: "program", state: "running", subject: "/사진", processed: 3, phases });
    expect(run && canStop(run)).toBe(false);
    expect(merged(run ? [run] : [], [], NONE)).toEqual([]);
  });

  it("come beside those of this one, which are followed by their own lines", () => {
    const mine = own();
    const all = merged([mine], [told(mine.name, { processed: 9 }), told("page-x:1"), told("watch:/사진")], NONE);
    expect(all[0]).toBe(mine);
    expect(all.slice(1).map(({ place, processed }) => [place, processed])).toEqual([
      ["elsewhere", 3],
      ["watch", 3],
    ]);
  });

  it("keep their number from one look to the next", () => {
    const [first] = merged([], [told("page-x:1")], NONE);
    const [second] = merged(first ? [first] : [], [told("page-x:1", { processed: 4 })], NONE);
    expect([second?.id, second?.processed]).toEqual([first?.id, 4]);
  });

  it("are followed again after the connection was lost", () => {
    const lost = own({ state: "failed" });
    const [again] = merged([lost], [told(lost.name)], NONE);
    expect([again?.place, again?.state]).toEqual(["elsewhere", "running"]);
    expect(merged([lost], [told(lost.name, { state: "failed", ...ended })], NONE)).toEqual([lost]);
  });

  it("of watched folders that found nothing are no news", () => {
    const looks = [
      told("watch:/a", { state: "done", ...ended }),
      told("watch:/b", { state: "cancelled", ...ended }),
      told("watch:/c", { state: "done", errors: 2, ...ended }),
      told("watch:/d", { state: "failed", message: "no", ...ended }),
    ];
    expect(merged([], looks, NONE).map(({ name }) => name)).toEqual(["watch:/c", "watch:/d"]);
  });

  it("stay away once they were cleared", () => {
    useJobs.setState({ jobs: merged([], [told("page-x:1", { state: "done", ...ended })], NONE) });
    useJobs.getState().clear();
    const { jobs, cleared } = useJobs.getState();
    expect(jobs).toEqual([]);
    expect(merged(jobs, [told("page-x:1", { state: "done", ...ended })], cleared)).toEqual([]);
    expect(merged(jobs, [told("page-x:1")], cleared)).toHaveLength(1);
  });

  it("that end have changed the library when they did; looks of watched folders have not, other programs' runs now", async () => {
    const tell = async (...jobs: Told[]) => {
      vi.mocked(bridge.run).mockResolvedValueOnce({ payload: { jobs } } as never);
      await lookOnce();
      return useChanged.getState().at;
    };
    await tell(told("page-y:1"), told("process:f00"));
    const at = Date.parse(ended.ended_at);
    expect(await tell(told("page-y:1", { state: "done", ...ended }), told("process:f00"))).toBe(at);
    const done = told("page-y:1", { state: "done", ...ended });
    expect(await tell(done, told("watch:/z", { state: "done", ...later }), told("process:f00"))).toBe(at);
    expect(await tell(done)).toBeGreaterThan(Date.parse(later.ended_at));
  });

  it("that wait count as running", () => {
    expect(merged([], [told("page-x:1", { state: "waiting" })], NONE)[0]?.state).toBe("running");
  });

  it("are asked for, and one that cannot be answered changes nothing", async () => {
    vi.mocked(bridge.run).mockResolvedValueOnce({ payload: { jobs: [told("page-x:1")] } } as never);
    expect(await lookOnce()).toBe(true);
    expect(useJobs.getState().jobs).toHaveLength(1);
    vi.mocked(bridge.run).mockRejectedValueOnce(new Error("away"));
    expect(await lookOnce()).toBe(false);
    expect(useJobs.getState().jobs).toHaveLength(1);
  });
});

it("can be started again where it is known what they do", () => {
  expect(canAgain({ op: "rename", place: "here" })).toBe(true);
  expect(canAgain({ op: "index", place: "watch" })).toBe(true);
  expect(canAgain({ op: "rename", place: "elsewhere" })).toBe(false);
  expect(titleOf("index", "/그림/여행")).toBeTypeOf("string");
});
