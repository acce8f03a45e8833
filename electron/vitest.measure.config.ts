import { defineConfig } from "vitest/config";
import { alias } from "./vite.config.ts";

/** What `bench/cases/app.py` runs: no test, but a measurement with the same tools. */
export default defineConfig({
  resolve: { alias },
  test: {
    environment: "node",
    include: ["e2e/measure/*.measure.ts"],
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
