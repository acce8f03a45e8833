import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// `--mode main` or `--mode preload`: a sandboxed preload script is no module and must be one file.
export default defineConfig(({ mode }) => {
  const preload = mode === "preload";
  return {
    build: {
      ssr: at(preload ? "./src/preload/index.ts" : "./src/main/electron/index.ts"),
      outDir: at(preload ? "./dist/preload" : "./dist/main"),
      emptyOutDir: true,
      target: "node22",
      rollupOptions: {
        external: ["electron"],
        output: preload
          ? { format: "cjs", entryFileNames: "index.cjs", codeSplitting: false }
          : { format: "es", entryFileNames: "index.js" },
      },
    },
    plugins: [
      {
        name: "locales",
        closeBundle: () => {
          if (!preload) cpSync(at("../locales"), at("./dist/locales"), { recursive: true });
        },
      },
    ],
  };
});
