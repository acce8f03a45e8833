import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Pace } from "./pace";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function made() {
  const passed: string[] = [];
  return { passed, pace: new Pace<string>((value) => passed.push(value), 30) };
}

it("passes on at once what comes slowly", () => {
  const { passed, pace } = made();
  pace.give("ㅁ");
  expect(passed).toEqual(["ㅁ"]);
  vi.advanceTimersByTime(31);
  pace.give("무");
  expect(passed).toEqual(["ㅁ", "무"]);
});

it("passes on only the last of what comes fast, after the time", () => {
  const { passed, pace } = made();
  for (const text of ["a", "ab", "abc"]) pace.give(text);
  expect(passed).toEqual(["a"]);
  vi.advanceTimersByTime(20);
  pace.give("abcd");
  expect(passed).toEqual(["a"]);
  vi.advanceTimersByTime(11);
  expect(passed).toEqual(["a", "abcd"]);
  vi.advanceTimersByTime(100);
  expect(passed).toEqual(["a", "abcd"]);
});

it("forgets what waits when it is stopped", () => {
  const { passed, pace } = made();
  pace.give("a");
  pace.give("ab");
  pace.stop();
  vi.advanceTimersByTime(100);
  expect(passed).toEqual(["a"]);
});
