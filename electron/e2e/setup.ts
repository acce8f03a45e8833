import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { indexCorpus } from "./support";

/** Index the pictures once; every spec starts with a copy of that library. */
export default function setup(): (() => void) | undefined {
  if (process.env.IMAGEPARSER_E2E_LIBRARY) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "imageparser-e2e-library-"));
  process.env.IMAGEPARSER_E2E_LIBRARY = join(folder, "library.sqlite");
  indexCorpus(process.env.IMAGEPARSER_E2E_LIBRARY);
  return () => rmSync(folder, { recursive: true, force: true });
}
