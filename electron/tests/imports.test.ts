import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SOURCE = fileURLToPath(new URL("../src", import.meta.url));
const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => name.replaceAll("\\", "/"));

function imports(file: string): string[] {
  const text = readFileSync(join(SOURCE, file), "utf8");
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
  return found.map((name) => {
    if (name.startsWith("@/")) return `renderer/${name.slice(2)}`;
    if (name === "@contract") return "contract";
    return name.startsWith(".") ? relative(SOURCE, resolve(SOURCE, dirname(file), name)).replaceAll("\\", "/") : name;
  });
}

const area = (path: string) => path.split("/")[0] ?? "";

// Who may import whom; the renderer takes the type of what the preload script exposes, nothing at run time.
const MAY: Record<string, string[]> = {
  contract: ["contract"],
  protocol: ["protocol", "contract"],
  main: ["main", "protocol", "contract"],
  preload: ["preload", "protocol", "contract"],
  renderer: ["renderer", "protocol", "contract", "preload"],
};

describe("imports", () => {
  it("are there to be looked at", () => expect(files.length).toBeGreaterThan(100));

  it("bring electron into two places only", () => {
    const known = files.filter((file) => imports(file).includes("electron"));
    const allowed = known.filter((file) => file.startsWith("main/electron/") || file.startsWith("preload/"));
    expect(known).toEqual(allowed);
    expect(known.length).toBeGreaterThanOrEqual(2);
  });

  it("keep to the areas", () => {
    const areas = new Set(Object.keys(MAY));
    const wrong = files.flatMap((file) =>
      imports(file)
        .filter((name) => areas.has(area(name)) && !MAY[area(file)]?.includes(area(name)))
        .map((name) => `${file} -> ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("take only a type out of the preload script", () => {
    for (const file of files.filter((one) => one.startsWith("renderer/") && imports(one).includes("preload"))) {
      const text = readFileSync(join(SOURCE, file), "utf8");
      expect(text).toMatch(/import type \{ Exposed \} from "[./]+preload"/);
    }
  });

  it("leave the preload script short", () => {
    expect(readFileSync(join(SOURCE, "preload/index.ts"), "utf8").split("\n").length).toBeLessThan(120);
  });
});
