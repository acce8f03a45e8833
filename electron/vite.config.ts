import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const alias = {
  "@": at("./src/renderer"),
  "@contract": at("./src/contract/index.ts"),
  "@locales": at("../locales"),
};

export default defineConfig({
  root: at("./src/renderer"),
  base: "/",
  plugins: [react(), tailwindcss()],
  resolve: { alias },
  build: {
    outDir: at("../python/imageparser/server/static/app"),
    emptyOutDir: true,
    target: "chrome130",
    // Nothing is inlined: the policy of the page lets no data addresses run or style anything.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    // Signs that several screens share would be a file each, and each file is a request before the first picture.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "signs", test: /lucide-react/, minShareCount: 2 }] } },
    },
  },
});
