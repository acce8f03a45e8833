import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { HEADERS, ORIGIN } from "./security";

const TYPES: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Serve the built renderer below `app://imageparser/`, and nothing beside it. */
export function pageHandler(folder: string): (request: { url: string }) => Promise<Response> {
  return async ({ url }) => {
    const { pathname, origin } = new URL(url.replace(/^app:/, "http:"));
    const path = normalize(join(folder, decodeURIComponent(pathname === "/" ? "/index.html" : pathname)));
    const type = TYPES[extname(path)];
    if (origin.replace(/^http:/, "app:") !== ORIGIN || !type || !path.startsWith(folder + sep)) {
      return new Response(null, { status: 404, headers: HEADERS });
    }
    try {
      return new Response(new Uint8Array(await readFile(path)), { headers: { ...HEADERS, "Content-Type": type } });
    } catch {
      return new Response(null, { status: 404, headers: HEADERS });
    }
  };
}
