import { defineConfig } from "vitest/config";
import { alias } from "./vite.config.ts";

export default defineConfig({
  resolve: { alias },
  test: {
    environment: "node",
    globalSetup: "e2e/setup.ts",
    include: ["e2e/**/*.spec.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two at a time: a spec waits for pages more than it computes.
    maxWorkers: 2,
    // Once more: on a busy machine a page may move under the pointer. What is broken fails twice.
    retry: 1,
  },
});
