import { describe, expect, it } from "vitest";
import type { Line, Request } from "../contract";
import { Router, requestOf } from "./router";

function made() {
  const sent: Request[] = [];
  let there = true;
  const router = new Router({ send: (request) => there && sent.push(request) > 0 });
  const speaker = (key: string) => {
    const told: Line[] = [];
    return { key, told, post: (line: Line) => void told.push(line) };
  };
  return {
    sent,
    router,
    speaker,
    leave: () => {
      there = false;
    },
  };
}

const done = { type: "done", processed: 0, errors: 0, skipped: 0, cancelled: false, version: 1 } as const;

describe("Router", () => {
  it("keeps the jobs of two windows apart, and 1 apart from '1'", () => {
    const { sent, router, speaker } = made();
    const [one, two] = [speaker("1"), speaker("2")];
    router.take(one, { id: 1, type: "run", op: "find", payload: {} });
    router.take(one, { id: "1", type: "run", op: "find", payload: {} });
    router.take(two, { id: 1, type: "run", op: "find", payload: {} });
    expect(new Set(sent.map((request) => request.id)).size).toBe(3);
    for (const request of sent) router.receive({ ...done, id: request.id });
    expect(one.told.map((line) => line.id)).toEqual([1, "1"]);
    expect(two.told.map((line) => line.id)).toEqual([1]);
  });

  it("passes on nothing that is no message, and no operation that it does not know", () => {
    const { sent, router, speaker } = made();
    const one = speaker("1");
    const wrong = [null, 1, "x", [], {}, { id: 1 }, { id: {}, type: "cancel" }, { id: 1, type: "eval" }];
    wrong.push(
      { id: 1, type: "run", op: "no_such" } as never,
      { id: 1, type: "run", op: "find", payload: [] } as never,
    );
    for (const message of wrong) router.take(one, message);
    expect(sent).toEqual([]);
    expect(one.told).toHaveLength(wrong.length);
    expect(one.told.every((line) => line.type === "error" && line.code === "usage")).toBe(true);
  });

  it("lets no window speak for another by its id", () => {
    const { sent, router, speaker } = made();
    router.take(speaker("1"), { id: "2:n1", type: "cancel" });
    expect(sent).toEqual([{ id: "1:t2:n1", type: "cancel" }]);
  });

  it("hands on only the members of the contract", () => {
    expect(
      requestOf({ id: 1, type: "run", op: "find", payload: { query: "a" }, __proto__: { x: 1 }, extra: 2 }),
    ).toEqual({
      id: 1,
      type: "run",
      op: "find",
      payload: { query: "a" },
    });
  });

  it("cancels what a window that went away had asked for, and says nothing to it any more", () => {
    const { sent, router, speaker } = made();
    const one = speaker("1");
    router.take(one, { id: 1, type: "run", op: "find", payload: {} });
    router.take(one, { id: 2, type: "run", op: "find", payload: {} });
    router.receive({ ...done, id: "1:n1" });
    router.leave("1");
    expect(sent.at(-1)).toEqual({ id: "1:n2", type: "cancel" });
    expect(sent.filter((request) => request.type === "cancel")).toHaveLength(1);
    router.receive({ ...done, id: "1:n2" });
    expect(one.told).toHaveLength(1);
  });

  it("lets a job with a name go on when its page is loaded anew, whose own jobs may have the same ids", () => {
    const { sent, router, speaker } = made();
    const one = speaker("1");
    router.take(one, { id: 1, type: "run", op: "index", payload: { folders: ["/a"] }, keep: "page-a" });
    expect(sent.at(-1)).toMatchObject({ id: "1:n1", keep: "page-a" });
    router.leave("1");
    expect(sent.filter((request) => request.type === "cancel")).toEqual([]);
    router.take(one, { id: 1, type: "run", op: "find", payload: {} });
    const own = sent.at(-1)?.id ?? "";
    expect(own).not.toBe("1:n1");
    router.receive({ ...done, id: "1:n1" });
    expect(one.told).toEqual([]);
    router.receive({ ...done, id: own });
    expect(one.told.map((line) => line.id)).toEqual([1]);
    router.leave("1");
    router.take(one, { id: 1, type: "run", op: "find", payload: {}, keep: 3 });
    expect(one.told.at(-1)).toMatchObject({ type: "error", code: "usage" });
  });

  it("ends every job with an error when the back end goes away, and answers what comes then", async () => {
    const { router, speaker, leave } = made();
    const one = speaker("1");
    router.take(one, { id: 1, type: "run", op: "find", payload: {} });
    const own = router.run("roots", {});
    leave();
    router.fail("gone");
    await expect(own).rejects.toMatchObject({ code: "offline" });
    router.take(one, { id: 2, type: "run", op: "find", payload: {} });
    expect(one.told).toMatchObject([
      { id: 1, type: "error", code: "offline" },
      { id: 2, type: "error", code: "offline" },
    ]);
    await expect(router.run("roots", {})).rejects.toMatchObject({ code: "offline" });
  });

  it("gives the main process the answers to its own questions", async () => {
    const { sent, router } = made();
    const asked = router.run("roots", {});
    router.receive({ ...done, id: sent[0]?.id ?? "", payload: { roots: [], library: "l", thumbnails: "t" } });
    expect((await asked).payload.thumbnails).toBe("t");
  });
});
