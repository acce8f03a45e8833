// Starts the real Electron with the built app, looks at it as a user would, and ends it. Needs Electron's binary:
// `npm ci && node node_modules/electron/install.js && npm run smoke`.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { _electron } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "imageparser-smoke-"));
const python = process.env.IMAGEPARSER_PYTHON ?? join(root, "..", ".venv", "bin", "python");
const env = { ...process.env, IMAGEPARSER_PORTABLE: home, IMAGEPARSER_PYTHON: python };

const app = await _electron.launch({ args: [root], env });
try {
  const window = await app.firstWindow();
  await window.waitForFunction(() => globalThis.imageparser?.state() === "ready", null, { timeout: 60_000 });
  assert.equal(await window.evaluate(() => typeof require), "undefined", "the page must not reach Node");
  assert.equal(await window.evaluate(() => typeof process), "undefined");
  assert.ok(await window.evaluate(() => globalThis.imageparser.operations.includes("find")));
  assert.equal(await window.evaluate(() => window.open("https://example.com")), null, "no second window");
  assert.equal(await window.evaluate(() => fetch("https://example.com").then(String, () => "refused")), "refused");
  assert.equal(await window.evaluate(() => fetch("app://imageparser/../package.json").then((r) => r.status)), 404);
  const single = await app.evaluate(({ app: running }) => running.hasSingleInstanceLock());
  assert.ok(single);
  // The menu speaks to the page by commands; this one shows a screen.
  await app.evaluate(({ Menu }) => {
    const items = (Menu.getApplicationMenu()?.items ?? []).flatMap((item) => item.submenu?.items ?? []);
    items.find((item) => item.accelerator?.endsWith("+6"))?.click();
  });
  await window.waitForFunction(() => globalThis.location.hash === "#/health");
  await window.screenshot({ path: join(root, "dist", "smoke.png") });
  process.stdout.write("smoke: the app runs; see dist/smoke.png\n");
} finally {
  await app.close();
  rmSync(home, { recursive: true, force: true });
}
