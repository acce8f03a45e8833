import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Running } from "./support";

/** Run the app around the tests of a spec, from `start` on; what goes wrong in the `page` of a test fails it. */
export function around(app: Running, page: () => Page | undefined, start = () => app.start()): void {
  beforeAll(start);
  afterAll(() => app.stop());
  beforeEach(() => {
    app.errors.length = 0;
  });
  afterEach(async () => {
    await page()?.close();
    expect(app.errors).toEqual([]);
  });
}
