import { describe, expect, it } from "vitest";
import { Lines } from "./framing";

function fed(chunks: (string | Buffer)[], limit?: number) {
  const lines: string[] = [];
  let long = 0;
  const one = new Lines(
    (line) => lines.push(line),
    () => long++,
    limit,
  );
  for (const chunk of chunks) one.feed(Buffer.from(chunk as string));
  return { lines, long };
}

describe("Lines", () => {
  it("puts lines together from any chunks, characters cut in two included", () => {
    const whole = Buffer.from('{"a":"고양이 🐈"}\n{"b":1}\n');
    for (let size = 1; size < whole.length; size++) {
      const chunks: Buffer[] = [];
      for (let at = 0; at < whole.length; at += size) chunks.push(whole.subarray(at, at + size));
      expect(fed(chunks).lines).toEqual(['{"a":"고양이 🐈"}', '{"b":1}']);
    }
  });

  it("passes over empty lines and Windows line ends, and keeps an unfinished one back", () => {
    expect(fed(["\n\r\na\r\n", "b"]).lines).toEqual(["a"]);
  });

  it("drops a line that is too long, tells of it once, and goes on with the next", () => {
    const { lines, long } = fed(["x".repeat(6), "y".repeat(6), "z".repeat(20), "\nok\n12345678\n123456789\n"], 8);
    expect(lines).toEqual(["ok", "12345678"]);
    expect(long).toBe(2);
  });
});
