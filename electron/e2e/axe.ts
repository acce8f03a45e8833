import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const BAD = new Set(["serious", "critical"]);

interface Finding {
  id: string;
  impact: string | null;
  nodes: { html: string }[];
}

/** What axe finds serious or worse on the page of now, in words. */
export async function findings(page: Page): Promise<string[]> {
  // The policy of the page lets no foreign script in; the debugger's way around it is for tests alone.
  await page.evaluate(SOURCE);
  const found = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then((told) => told.violations)",
  )) as Finding[];
  return found
    .filter(({ impact }) => BAD.has(impact ?? ""))
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
