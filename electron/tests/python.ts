import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OWN = join(ROOT, ".venv", "bin", "python");

/** The Python that has the back end: that of the source tree. */
export const PYTHON = process.env.IMAGEPARSER_PYTHON ?? (existsSync(OWN) ? OWN : "python3");

/** A folder of its own for a back end and everything that it writes. */
export function home(): { path: string; env: NodeJS.ProcessEnv; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "imageparser-test-"));
  const env = { PATH: process.env.PATH ?? "", HOME: path, PYTHONUTF8: "1", IMAGEPARSER_PORTABLE: path };
  return { path, env, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Wait until something is so. */
export async function until(what: () => boolean, limit = 40_000): Promise<void> {
  const end = Date.now() + limit;
  while (!what()) {
    if (Date.now() > end) throw new Error(`waited too long: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whether any process of a group is there. */
export function alive(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}
