import { describe, expect, it } from "vitest";
import type { Request } from "../contract";
import { Client } from "./client";

function made() {
  const sent: Request[] = [];
  return { sent, client: new Client((request) => sent.push(request)) };
}

const counters = { processed: 1, errors: 0, skipped: 0 };

describe("Client", () => {
  it("gives a job's lines to the one that asked, and its payload at the end", async () => {
    const { sent, client } = made();
    const results: string[] = [];
    const one = client.run("scan", { folder: "/그림" }, { onResult: (line) => results.push(line.source) });
    const two = client.run("db_stats", {});
    expect(sent.map((request) => request.id)).toEqual(["1", "2"]);
    const result = { type: "result", status: "OK", target: null, message: null, preview: null, version: 1 } as const;
    client.receive({ ...result, id: "1", source: "가.png" });
    client.receive({ ...counters, id: "2", type: "done", cancelled: false, payload: { stats: {} }, version: 1 });
    client.receive({ ...counters, id: "1", type: "done", cancelled: false, version: 1 });
    expect(results).toEqual(["가.png"]);
    expect(await one).toEqual({ ...counters, payload: null });
    expect((await two).payload).toEqual({ stats: {} });
    expect(client.live).toBe(0);
  });

  it("asks for the end of a job when its signal says so, and rejects as fetch would", async () => {
    const { sent, client } = made();
    const ending = new AbortController();
    const job = client.run("scan", { folder: "/a" }, { signal: ending.signal });
    ending.abort();
    expect(sent.at(-1)).toEqual({ id: "1", type: "cancel" });
    client.receive({ ...counters, id: "1", type: "done", cancelled: true, version: 1 });
    await expect(job).rejects.toMatchObject({ name: "AbortError", code: "cancelled", counters });
  });

  it("does not start what was cancelled before", async () => {
    const { sent, client } = made();
    await expect(client.run("db_stats", {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(sent).toEqual([]);
  });

  it("rejects with the code of the back end, and every job when it goes away", async () => {
    const { client } = made();
    const one = client.run("preset_load", { path: "x" });
    const two = client.run("db_stats", {});
    client.receive({ id: "1", type: "error", code: "not_found", message: "no", path: "/가/x", version: 1 });
    client.fail("gone");
    await expect(one).rejects.toMatchObject({ code: "not_found", path: "/가/x", about: null });
    await expect(two).rejects.toMatchObject({ code: "offline" });
  });

  it("passes over lines of jobs that it does not know", () => {
    const { client } = made();
    client.receive({ type: "error", code: "usage", message: "?", version: 1 });
    client.receive({ ...counters, id: "9", type: "done", cancelled: false, version: 1 });
    expect(client.live).toBe(0);
  });
});
