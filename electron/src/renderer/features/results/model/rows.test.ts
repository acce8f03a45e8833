import { describe, expect, it, vi } from "vitest";
import type { FoundPicture } from "@/shared/data";
import { around, BLOCK, followed, Rows, slice } from "./rows";

const told = (ids: readonly number[], rating = 0) => ids.map((id) => ({ id, rating }) as FoundPicture);
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
/** Let everything that was answered arrive. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A back end whose answers come when the test says so. */
function asked() {
  const waiting: { ids: readonly number[]; signal: AbortSignal; answer: (rows: FoundPicture[]) => void }[] = [];
  const rows = new Rows(
    (ids, signal) =>
      new Promise((answer, fail) => {
        waiting.push({ ids, signal, answer });
        signal.addEventListener("abort", () => fail(new Error("cancelled")));
      }),
    0,
  );
  return { rows, waiting };
}

describe("rows", () => {
  it("asks for what is in sight first, then a block at a time and two at once, and for nothing that is known", async () => {
    const { rows, waiting } = asked();
    rows.renew(told([3, 4]));
    rows.want("grid", [numbers(0, 5), numbers(5, 300), numbers(300, 310)]);
    expect(waiting.map(({ ids }) => ids)).toEqual([[0, 1, 2]]);
    waiting[0]?.answer(told([0, 1, 2]));
    await settled();
    expect(rows.row(1)).toEqual({ id: 1, rating: 0 });
    expect(waiting).toHaveLength(1);
    await settled();
    expect(waiting.slice(1).map(({ ids }) => ids)).toEqual([numbers(5, 5 + BLOCK), numbers(105, 205)]);
    waiting[1]?.answer(told(numbers(5, 105)));
    await settled();
    expect(waiting[3]?.ids).toEqual(numbers(205, 300));
    waiting[2]?.answer(told(numbers(105, 205)));
    await settled();
    expect(waiting).toHaveLength(4);
    waiting[3]?.answer(told(numbers(205, 300)));
    await settled();
    expect(waiting[4]?.ids).toEqual(numbers(300, 310));
  });

  it("gives up what nobody wants any more and asks for it again when it is wanted again", async () => {
    const { rows, waiting } = asked();
    rows.want("grid", [numbers(0, 100), numbers(100, 200)]);
    rows.want("grid", [numbers(5000, 5100)]);
    expect(waiting.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    rows.want("grid", [numbers(0, 100)]);
    expect(waiting[2]?.ids).toEqual(numbers(0, 100));
    waiting[2]?.answer(told(numbers(0, 100)));
    await settled();
    expect(rows.row(99)?.id).toBe(99);
    expect(rows.row(5000)).toBeUndefined();
  });

  it("serves everybody who wants something, the last one first", () => {
    const { rows, waiting } = asked();
    rows.want("grid", [[1], [2]]);
    rows.want("viewer", [[7]]);
    expect(waiting.map(({ ids }) => ids)).toEqual([[1], [7]]);
    rows.want("viewer", []);
    expect(waiting.map(({ signal }) => signal.aborted)).toEqual([false, true]);
    rows.close();
    expect(waiting.every(({ signal }) => signal.aborted)).toBe(true);
  });

  it("shows what was told before a change until it is told anew, and lets go what is no result any more", async () => {
    const { rows, waiting } = asked();
    const heard = vi.fn();
    rows.subscribe(heard);
    rows.renew(told(numbers(0, 10)));
    rows.want("grid", [numbers(0, 10)]);
    expect(waiting).toEqual([]);
    rows.renew(told([0, 1], 5));
    rows.pump();
    expect([rows.row(1)?.rating, rows.row(5)?.rating]).toEqual([5, 0]);
    expect(waiting[0]?.ids).toEqual(numbers(2, 10));
    const version = rows.version();
    waiting[0]?.answer(told(numbers(2, 9), 4));
    await settled();
    expect([rows.row(5)?.rating, rows.row(9)]).toEqual([4, undefined]);
    expect(rows.version()).not.toBe(version);
    expect(heard).toHaveBeenCalledTimes(1);
    expect(waiting).toHaveLength(1);
  });

  it("does not ask for ever where the back end fails", async () => {
    const ask = vi.fn(() => Promise.reject(new Error("no")));
    const rows = new Rows(ask);
    rows.renew(told([1]));
    rows.renew([]);
    rows.want("grid", [[1, 2]]);
    await settled();
    expect(ask).toHaveBeenCalledTimes(1);
    expect(rows.row(1)?.id).toBe(1);
  });

  it("keeps a few thousand pictures, those in sight among them", async () => {
    const rows = new Rows((ids) => Promise.resolve(told(ids)), 0);
    rows.want("details", [[0]]);
    for (let from = 0; from < 12_000; from += 1000) {
      rows.want("grid", [numbers(from, from + 1000)]);
      for (let turn = 0; turn < 12; turn += 1) await settled();
    }
    const kept = numbers(0, 12_000).filter((id) => rows.row(id));
    expect(kept.length).toBeLessThanOrEqual(5000);
    expect(kept).toEqual([0, ...kept.slice(1)]);
    expect(kept.slice(-1000)).toEqual(numbers(11_000, 12_000));
  });
});

describe("places", () => {
  it("lead from what is seen to what is next to it and comes next, in whole blocks within the list", () => {
    expect(around(230, 260, 1, 1000)).toEqual([
      [230, 261],
      [200, 300],
      [300, 400],
      [100, 200],
    ]);
    expect(around(990, 999, -1, 1000)).toEqual([
      [990, 1000],
      [900, 1000],
      [800, 900],
    ]);
    expect(around(0, 30, 1, 12)).toEqual([
      [0, 12],
      [0, 12],
    ]);
    expect(around(0, 30, 1, 0)).toEqual([]);
    expect([around(7, 7, 0, 9), around(-1, -1, 0, 9), around(9, 9, 0, 9)]).toEqual([[[7, 8]], [], []]);
  });

  it("are cut out of any kind of list", () => {
    expect(slice(Int32Array.of(5, 6, 7, 8), 1, 3)).toEqual([6, 7]);
    expect(slice([5, 6], -3, 9)).toEqual([5, 6]);
  });

  it("follow their picture, or the next one that is left", () => {
    const before = Int32Array.from(numbers(0, 1000));
    expect(followed(before, before, 700)).toBe(700);
    expect(followed(before, Int32Array.from(numbers(10, 1000)), 700)).toBe(690);
    expect(followed(before, [...numbers(0, 500), ...numbers(703, 1000)], 700)).toBe(500);
    expect(followed(before, [...numbers(0, 5)], 700)).toBe(4);
    expect(followed(before, [], 700)).toBe(0);
  });
});
