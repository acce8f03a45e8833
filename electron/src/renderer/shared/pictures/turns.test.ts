import { expect, it } from "vitest";
import { Turns } from "./turns";

const forever = new AbortController().signal;

it("runs a few at a time and all in the end", async () => {
  const turns = new Turns(2);
  let running = 0;
  let most = 0;
  const work = async (value: number) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    return value;
  };
  const all = await Promise.all([1, 2, 3, 4, 5].map((value) => turns.run(() => work(value), forever)));
  expect(all).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

it("never begins what was given up, and goes on after what failed", async () => {
  const turns = new Turns(1);
  let end = () => {};
  const gate = new Promise<void>((resolve) => {
    end = resolve;
  });
  const first = turns.run(() => gate, forever);
  const left = new AbortController();
  let begun = false;
  const second = turns.run(async () => {
    begun = true;
  }, left.signal);
  const third = turns.run(() => Promise.reject(new Error("broken")), forever);
  const fourth = turns.run(async () => "there", forever);
  left.abort("scrolled away");
  await expect(second).rejects.toBe("scrolled away");
  end();
  await first;
  await expect(third).rejects.toThrow("broken");
  expect(await fourth).toBe("there");
  expect(begun).toBe(false);
  await expect(turns.run(async () => 1, left.signal)).rejects.toBe("scrolled away");
});
