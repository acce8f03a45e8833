import { expect, it } from "vitest";
import { mentioned, words } from "./mentions";

it("finds names behind an @, but no addresses", () => {
  expect(
    words("@민아 봐요, a@b.c")
      .filter(({ mention }) => mention)
      .map(({ text }) => text),
  ).toEqual(["@민아"]);
  expect(words("just text")).toEqual([{ text: "just text", mention: false, at: 0 }]);
});

it("offers who can be meant while a name is typed", () => {
  const names = ["민아", "민호", "jun"];
  expect(mentioned("hi @민", names)).toEqual(["민아", "민호"]);
  expect(mentioned("hi @J", names)).toEqual(["jun"]);
  expect(mentioned("hi @민아 ", names)).toEqual([]);
  expect(mentioned("mail@ju", names)).toEqual([]);
});
