import { expect, it } from "vitest";
import { type Decided, decide, NO_HAND, staying } from "./decided";
import { duplicate, group } from "./samples";
import { isSome, totals, united } from "./united";

const kept = duplicate(1, { user_tags: ["하늘", "Sea"], collections: [7], rating: 3 });
const other = duplicate(2, { user_tags: ["sea", "제주"], collections: [7, 8], rating: 5, label: "red", comments: 2 });
const third = duplicate(3, { user_tags: ["제주".normalize("NFD")], rating: 1, label: "blue", noted: true });
const all = group(kept, other, third);
const decided = (hand = NO_HAND) => decide(all, hand) as Decided;

it("brings together what the kept picture does not have", () => {
  expect(united(decided())).toEqual({
    tags: ["제주".normalize("NFD")],
    collections: [8],
    comments: 2,
    note: true,
    rating: 5,
    label: "red",
  });
});

it("takes nothing from pictures that stay, and no worse rating", () => {
  const { rating, label, tags } = united(decided(staying(NO_HAND, 2)));
  expect([rating, label, tags.length]).toEqual([null, "blue", 1]);
  expect(isSome(united(decide(group(kept, duplicate(4, { rating: 3 })), NO_HAND) as Decided))).toBe(false);
});

it("keeps a label that is there", () => {
  const labelled = group(duplicate(1, { label: "green" }), other);
  expect(united(decide(labelled, NO_HAND) as Decided).label).toBeNull();
});

it("counts over groups", () => {
  const one = united(decided());
  expect(totals([one, one])).toEqual({ tags: 2, collections: 2, comments: 4, notes: 2, ratings: 2, labels: 2 });
});
