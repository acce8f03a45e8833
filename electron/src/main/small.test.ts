import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandOf, linkIn } from "./links";
import { menuOf } from "./menu";
import { pageHandler } from "./page";
import { backendOf, PORTABLE, placesOf } from "./places";
import { isOwn, isTrusted } from "./security";
import { SettingsFile, USUAL } from "./settings";
import { textsOf } from "./texts";

const folder = () => mkdtempSync(join(tmpdir(), "imageparser-small-"));

describe("settings file", () => {
  it("is kept, and what is wrong in it counts as not said", () => {
    const place = folder();
    const file = new SettingsFile(join(place, "새 폴더"));
    expect(file.values).toEqual(USUAL);
    file.change({ library: "/사진/라이브러리.sqlite" });
    expect(new SettingsFile(join(place, "새 폴더")).values.library).toBe("/사진/라이브러리.sqlite");
    for (const text of ["", "{", "null", "[1]", '{"library":7,"window":{"width":-1,"height":1e9,"x":"a"}}']) {
      writeFileSync(file.path, text);
      expect(new SettingsFile(join(place, "새 폴더")).values).toEqual(USUAL);
    }
    file.change({ python: "/p" });
    expect(JSON.parse(readFileSync(file.path, "utf8")).python).toBe("/p");
  });
});

describe("places", () => {
  it("stay inside the folder beside a portable program", () => {
    const place = folder();
    const program = join(place, "ImageParser");
    expect(placesOf(program, "/user", {})).toEqual({ data: "/user", portable: null });
    mkdirSync(join(place, PORTABLE));
    const portable = placesOf(program, "/user", {});
    expect(portable.portable).toBe(join(place, PORTABLE));
    expect(backendOf(place, portable, USUAL, {}).env.IMAGEPARSER_PORTABLE).toBe(portable.portable);
  });

  it("start the bundled back end where there is one, else Python", () => {
    const place = folder();
    const places = placesOf(join(place, "x"), "/user", {});
    const plain = backendOf(place, places, { ...USUAL, library: "/l.sqlite" }, { IMAGEPARSER_PYTHON: "/py" });
    expect([plain.command, ...plain.args]).toEqual(["/py", "-m", "imageparser", "ipc", "--library", "/l.sqlite"]);
    mkdirSync(join(place, "backend"));
    const name = process.platform === "win32" ? "imageparser.exe" : "imageparser";
    writeFileSync(join(place, "backend", name), "");
    expect(backendOf(place, places, USUAL, {})).toMatchObject({ command: join(place, "backend", name), args: ["ipc"] });
  });
});

describe("links", () => {
  it("open a picture and nothing else", () => {
    expect(commandOf("imageparser://picture/12")).toBe("open-picture:12");
    for (const link of [
      "imageparser://picture/0",
      "imageparser://picture/1/../x",
      "imageparser://run/rm",
      "http://picture/1",
    ]) {
      expect(commandOf(link)).toBeNull();
    }
    expect(linkIn(["electron", ".", "imageparser://picture/3"])).toBe("imageparser://picture/3");
    expect(linkIn(["electron"])).toBeNull();
  });
});

describe("security", () => {
  it("trusts only the top frame of its own page", () => {
    const sender = {} as never;
    const event = (url: string, parent: unknown = null) => ({ sender, senderFrame: { url, parent } });
    expect(isTrusted(event("app://imageparser/"))).toBe(true);
    expect(isTrusted(event("app://imageparser/", {}))).toBe(false);
    expect(isTrusted(event("app://imageparser.evil/"))).toBe(false);
    expect(isTrusted(event("https://imageparser/"))).toBe(false);
    expect(isTrusted({ sender, senderFrame: null })).toBe(false);
  });

  it("lets nothing from outside in", () => {
    expect(["app://imageparser/a", "thumb://picture/a", "blob:app://x"].every(isOwn)).toBe(true);
    expect(["https://a", "http://127.0.0.1", "file:///etc/passwd", "ws://a", "data:x"].some(isOwn)).toBe(false);
  });

  it("serves the built files and nothing beside them, each with the policy", async () => {
    const place = folder();
    mkdirSync(join(place, "app", "assets"), { recursive: true });
    writeFileSync(join(place, "app", "index.html"), "<p>사진");
    writeFileSync(join(place, "app", "assets", "x.js"), "1");
    writeFileSync(join(place, "secret.json"), "{}");
    const serve = pageHandler(join(place, "app"));
    const page = await serve({ url: "app://imageparser/" });
    expect(await page.text()).toBe("<p>사진");
    expect(page.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect((await serve({ url: "app://imageparser/assets/x.js" })).headers.get("Content-Type")).toBe("text/javascript");
    const outside = ["../secret.json", "%2e%2e/secret.json", "..%2fsecret.json", "no.js", "assets", "index.html%00"];
    for (const path of outside) expect((await serve({ url: `app://imageparser/${path}` })).status).toBe(404);
    expect((await serve({ url: "app://other/index.html" })).status).toBe(404);
  });
});

describe("menu", () => {
  it("says everything in both languages and only sends commands", () => {
    const locales = new URL("../../../locales", import.meta.url).pathname;
    for (const language of ["ko", "en-GB", "fr"]) {
      const asked: string[] = [];
      const say = textsOf(locales, language);
      const sent: string[] = [];
      const items = menuOf(
        (key) => {
          asked.push(key);
          return say(key);
        },
        (name) => sent.push(name),
        "linux",
      );
      expect(asked.filter((key) => say(key) === key)).toEqual([]);
      for (const item of items.flatMap((one) => (Array.isArray(one.submenu) ? one.submenu : []))) {
        (item.click as (() => void) | undefined)?.();
      }
      expect(sent).toEqual([
        "add-folder",
        "go:settings",
        "search",
        "palette",
        "go:pictures",
        "go:activity",
        "go:health",
      ]);
    }
  });
});
