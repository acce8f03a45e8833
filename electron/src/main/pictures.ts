import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Router } from "./router";

const KEEP = "private, max-age=31536000, immutable";
const ASK = "private, no-store";
const FAULTS: Record<string, number> = { usage: 400, denied: 403, not_found: 404, offline: 503 };

type Handler = (request: { url: string }) => Promise<Response>;

/** Handlers of the schemes `thumb:`, `preview:` and `tile:`; files go to the page as they are, without text forms. */
export function pictureHandlers(router: Pick<Router, "run">): Record<"thumb" | "preview" | "tile", Handler> {
  let thumbnails: Promise<string> | null = null;
  const folder = () => {
    thumbnails ??= router.run("roots", {}).then((done) => done.payload.thumbnails);
    thumbnails.catch(() => {
      thumbnails = null;
    });
    return thumbnails;
  };
  return {
    thumb: answering(/^thumb:\/\/picture\/([0-9a-f]{64})\.webp$/, async ([digest = ""]) => {
      const path = join(await folder(), digest.slice(0, 2), digest.slice(2, 4), `${digest}.webp`);
      return { path, type: "image/webp", keep: KEEP };
    }),
    preview: answering(/^preview:\/\/picture\/([0-9]{1,16})(?:\?.*)?$/, async ([picture], query) => {
      const [left, top, right, bottom] = numbers(query.get("region"));
      const cut = left !== undefined && top !== undefined && right !== undefined && bottom !== undefined;
      const { payload } = await router.run("preview", {
        picture: Number(picture),
        size: number(query.get("size")),
        only: number(query.get("only")),
        against: number(query.get("against")),
        crop: query.get("crop") === "1",
        layers: query.get("layers") === "1",
        hidden: numbers(query.get("hidden")),
        shown: numbers(query.get("shown")),
        region: cut ? [left, top, right, bottom] : null,
      });
      return { path: payload.path, type: payload.media_type, keep: ASK };
    }),
    tile: answering(/^tile:\/\/picture\/([0-9]{1,16})\/([0-9]{1,2})\/([0-9]{1,6})_([0-9]{1,6})$/, async (place) => {
      const [picture = 0, level = 0, x = 0, y = 0] = place.map(Number);
      const { payload } = await router.run("tile", { picture, level, x, y });
      return { path: payload.path, type: payload.media_type, keep: ASK };
    }),
  };
}

interface Found {
  path: string;
  type: string;
  keep: string;
}

function answering(form: RegExp, find: (parts: string[], query: URLSearchParams) => Promise<Found>): Handler {
  return async ({ url }) => {
    const match = form.exec(url);
    if (!match) return new Response(null, { status: 404 });
    try {
      const { path, type, keep } = await find(match.slice(1), new URL(url).searchParams);
      const body = await readFile(path);
      const headers = { "Content-Type": type, "Cache-Control": keep, "X-Content-Type-Options": "nosniff" };
      return new Response(new Uint8Array(body), { headers });
    } catch (error) {
      const code = (error as { code?: string }).code ?? "";
      return new Response(null, { status: code === "ENOENT" ? 404 : (FAULTS[code] ?? 500) });
    }
  };
}

function number(text: string | null): number | null {
  return text !== null && /^[0-9]{1,9}$/.test(text) ? Number(text) : null;
}

function numbers(text: string | null): number[] {
  return (text ?? "").split(",").flatMap((one) => number(one) ?? []);
}
