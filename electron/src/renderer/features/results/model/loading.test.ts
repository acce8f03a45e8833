import { expect, it } from "vitest";
import { Loading } from "./loading";

const turn = () => new Promise<void>((resolve) => queueMicrotask(resolve));

function made(most: number) {
  const loading = new Loading(most);
  const begun: number[] = [];
  const ask = (place: number) => loading.ask(place, () => begun.push(place));
  return { loading, begun, ask };
}

it("begins with what is in sight, from its beginning, and no more than a few at once", async () => {
  const { loading, begun, ask } = made(3);
  loading.look(10, 13);
  const ends = new Map([4, 8, 9, 10, 11, 12, 13, 14, 30].map((place) => [place, ask(place)]));
  await turn();
  expect(begun).toEqual([10, 11, 12]);
  ends.get(11)?.();
  await turn();
  expect(begun).toEqual([10, 11, 12, 13]);
  for (const place of [10, 12, 13]) ends.get(place)?.();
  await turn();
  expect(begun.slice(4)).toEqual([9, 14, 8]);
});

it("passes over what is no longer wanted, and goes by the sight of now", async () => {
  const { loading, begun, ask } = made(1);
  loading.look(0, 3);
  const first = ask(0);
  const second = ask(1);
  ask(2);
  ask(500);
  await turn();
  second();
  loading.look(498, 503);
  first();
  await turn();
  expect(begun).toEqual([0, 500]);
  first();
  await turn();
  expect(begun).toEqual([0, 500]);
});
