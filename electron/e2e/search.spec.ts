import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { found, picture, Running } from "./support";

const app = new Running();
let page: Page;

around(app, () => page);

const columns = (of: Page) =>
  of.locator("[data-results] [role=option]").evaluateAll((cells) => {
    const tops = cells.map((cell) => Math.round(cell.getBoundingClientRect().top));
    return tops.filter((top) => top === tops[0]).length;
  });
const selected = (of: Page) => of.locator("[role=option][aria-selected=true]").count();

async function search(query: string): Promise<number> {
  await page.keyboard.press("/");
  await page.keyboard.type(query);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  return found(page);
}

describe("searching", () => {
  it("follows what is typed, keeps the search in local storage and offers it again", async () => {
    page = await app.open();
    const all = await found(page);
    const some = await search("format:psd");
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    await page.getByRole("button", { name: "Clear the search" }).click();
    expect(await found(page)).toBe(all);
    await page.getByRole("combobox", { name: "Search", exact: true }).click();
    await page.getByRole("option", { name: "format:psd" }).click();
    expect(await found(page)).toBe(some);
    await page.reload();
    expect(await page.evaluate(() => localStorage.getItem("imageparser.history"))).toContain("format:psd");
  });

  it("suggests filters and their values while they are typed, by keys", async () => {
    page = await app.open();
    const box = page.getByRole("combobox", { name: "Search", exact: true });
    await box.pressSequentially("forma");
    await page
      .getByRole("option", { name: /format/ })
      .first()
      .waitFor();
    await box.press("ArrowDown");
    await box.press("Tab");
    expect(await box.inputValue()).toMatch(/^format/);
    await picture(page, "suggestions-en-US-dark");
  });

  it("holds fifty earlier searches and forgets them when asked", async () => {
    page = await app.open();
    const box = page.getByRole("combobox", { name: "Search", exact: true });
    for (let number = 1; number <= 52; number += 1) {
      await box.fill(`name:x${number}`);
      await box.press("Enter");
    }
    const kept = () =>
      page.evaluate(() => JSON.parse(localStorage.getItem("imageparser.history") ?? "{}").state.queries as string[]);
    expect(await kept()).toHaveLength(50);
    expect((await kept())[0]).toBe("name:x52");
    await box.fill("");
    await page.getByText("Clear earlier searches").click();
    expect(await kept()).toEqual([]);
  });

  it("says that nothing fits and how to limit less", async () => {
    page = await app.open();
    expect(await search("rating:5 layers:>=5000")).toBe(0);
    await page.getByText("Nothing fits").waitFor();
    await picture(page, "nothing-en-US-dark");
    await page.getByRole("button", { name: "Search without filters" }).click();
    expect(await found(page)).toBeGreaterThan(0);
  });

  it("finds in Korean, says why, and finds similar pictures", async () => {
    page = await app.open({ language: "ko-KR", theme: "light" });
    expect(await search("고양이")).toBeGreaterThan(0);
    await page.locator("[data-results] [role=option]").first().click();
    await page.keyboard.press("i");
    await page.getByRole("region", { name: "이 결과가 나온 이유" }).waitFor();
    await picture(page, "search-ko-KR-light");
    await page.keyboard.press("s");
    await page.getByRole("group", { name: "비슷한 것" }).waitFor();
    expect(await found(page)).toBeGreaterThan(0);
  });

  it("takes a dropped picture to search by", async () => {
    page = await app.open();
    await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
      const pen = canvas.getContext("2d");
      if (pen) pen.fillStyle = "#c02020";
      pen?.fillRect(0, 0, 64, 64);
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
      const data = new DataTransfer();
      data.items.add(new File([blob ?? ""], "red.png", { type: "image/png" }));
      window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await page.getByRole("group", { name: "Like" }).getByText("red.png").waitFor();
    expect(await found(page)).toBeGreaterThan(0);
  });
});

describe("the pictures", () => {
  it("are shown as grid, list and compact, by pointer and by keys", async () => {
    page = await app.open();
    await found(page);
    const grid = await columns(page);
    await page.getByRole("button", { name: "List", exact: true }).click();
    expect(await columns(page)).toBe(1);
    await picture(page, "list-en-US-dark");
    await page.keyboard.press("Alt+3");
    expect(await columns(page)).toBeGreaterThan(grid);
    await picture(page, "compact-en-US-dark");
    await page.keyboard.press("Alt+1");
    expect(await columns(page)).toBe(grid);
  });

  it("can be chosen by pointer, by a box and by keys, and rated with a way back", async () => {
    page = await app.open();
    await search("format:png");
    const cells = page.locator("[data-results] [role=option]");
    await cells.nth(1).click();
    await cells.nth(4).click({ modifiers: ["Shift"] });
    expect(await selected(page)).toBe(4);
    await cells.nth(2).click({ modifiers: ["Control"] });
    expect(await selected(page)).toBe(3);
    await page.keyboard.press("4");
    await page.getByText("3 pictures now have rating 4.").waitFor();
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText("The change was taken back.").waitFor();
    await page.keyboard.press("Escape");
    expect(await selected(page)).toBe(0);
    const frame = await page.locator("[data-results]").boundingBox();
    if (!frame) throw new Error("no results");
    await page.mouse.move(frame.x + 4, frame.y + 4);
    await page.mouse.down();
    await page.mouse.move(frame.x + 500, frame.y + 120, { steps: 4 });
    await page.mouse.up();
    expect(await selected(page)).toBeGreaterThan(1);
    await page.keyboard.press("Control+a");
    const all = `${await found(page)} chosen`;
    await expect.poll(() => page.getByText(/\d+ chosen/).textContent()).toBe(all);
  });

  it("stand in the order that was asked for", async () => {
    page = await app.open();
    await page.getByRole("button", { name: /Order/ }).first().click();
    await page.getByRole("option", { name: "Name" }).click();
    await found(page);
    const names = await page
      .locator("[data-results] [role=option]")
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("aria-label") ?? ""));
    const folded = names.map((name) => name.toLowerCase());
    expect(folded).toEqual([...folded].sort());
  });
});

describe("filters", () => {
  it("follow the controls, show as chips and are kept under a name", async () => {
    page = await app.open();
    const all = await found(page);
    await page.locator("aside").getByText("psd", { exact: true }).click();
    const some = await found(page);
    expect(some).toBeLessThan(all);
    await page.getByRole("button", { name: "Keep this search" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Documents");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Kept as Documents.").waitFor();
    await page.getByRole("button", { name: "Remove Format: psd" }).click();
    expect(await found(page)).toBe(all);
    await page.getByRole("button", { name: "Documents", exact: true }).click();
    expect(await found(page)).toBe(some);
    await picture(page, "filters-en-US-dark");
  });
});

describe("everywhere", () => {
  it("the palette finds commands in both languages", async () => {
    page = await app.open({ language: "ko-KR" });
    await page.keyboard.press("Control+k");
    await page.keyboard.type("목록");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(300);
    expect(await columns(page)).toBe(1);
  });

  it("language and theme change at once and stay", async () => {
    page = await app.open();
    await page.keyboard.press("Control+,");
    await page
      .getByRole("button", { name: /Language/ })
      .first()
      .click();
    await page.getByRole("option", { name: "한국어" }).click();
    await page.getByText("테마", { exact: true }).waitFor();
    await page.getByRole("button", { name: /테마/ }).first().click();
    await page.getByRole("option", { name: "밝게" }).click();
    expect(await page.locator("html").getAttribute("data-theme")).toBe("light");
    await page.reload();
    await page.getByPlaceholder("단어").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("ko-KR");
  });

  it.each([
    ["en-US", "dark"],
    ["ko-KR", "light"],
  ] as const)("has nothing that axe finds serious in %s, %s", async (language, theme) => {
    page = await app.open({ language, theme });
    await found(page);
    await page.locator("[data-results] [role=option]").first().click();
    await page.keyboard.press("i");
    await page.waitForTimeout(300);
    await picture(page, `shell-${language}-${theme}`);
    expect(await findings(page)).toEqual([]);
  });
});

describe("who uses keys alone, or wants little motion", () => {
  const focused = () =>
    page.evaluate(() => {
      const now = document.activeElement;
      const part = now?.closest("[role=dialog]") ?? now?.closest("header, nav, aside, [data-results], [role=toolbar]");
      return part?.getAttribute("role") ?? part?.tagName.toLowerCase() ?? "none";
    });
  const holder = () => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80));

  it("walks through the parts as they stand, and comes back from a dialog to where it was opened", async () => {
    page = await app.open();
    await found(page);
    const walk = async (to: string) => {
      await page.keyboard.press("/");
      const parts: string[] = [];
      for (let at = 0; at < 40 && parts.at(-1) !== to; at++) {
        const part = await focused();
        if (part !== parts.at(-1)) parts.push(part);
        if (part !== to) await page.keyboard.press("Tab");
      }
      return parts;
    };
    expect(await walk("aside")).toEqual(["header", "nav", "aside"]);
    await page.keyboard.press("Control+b");
    expect(await walk("listbox")).toEqual(["header", "nav", "toolbar", "listbox"]);
    const before = await holder();
    await page.keyboard.press("F1");
    await expect.poll(focused).toBe("dialog");
    for (let at = 0; at < 6; at++) {
      await page.keyboard.press("Tab");
      await expect.poll(focused).toBe("dialog");
    }
    await page.keyboard.press("Escape");
    await expect.poll(holder).toBe(before);
  });

  it.each([
    ["reduce", 0],
    ["no-preference", 150],
  ] as const)("sees nothing move for long where the system says %s", async (reducedMotion, most) => {
    page = await app.open();
    await found(page);
    await page.emulateMedia({ reducedMotion });
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    const durations = await page.evaluate(() =>
      [...document.querySelectorAll("*")].flatMap((element) => {
        const { transitionDuration, animationDuration, animationIterationCount } = getComputedStyle(element);
        // What turns while something is awaited has no end.
        const moves = animationIterationCount === "infinite" ? "0s" : animationDuration;
        return `${transitionDuration},${moves}`.split(",").map((time) => Number.parseFloat(time) * 1000);
      }),
    );
    expect(Math.max(...durations)).toBeLessThanOrEqual(most);
  });
});

describe("a back end that goes away", () => {
  it("is told, and what is on the screen stays", async () => {
    page = await app.open();
    const all = await found(page);
    await app.kill();
    await page.locator("[data-state=restarting], [data-state=offline]").waitFor();
    await picture(page, "restarting-en-US-dark");
    expect(await found(page)).toBe(all);
    await page.close();
    // The browser itself complains of every try to connect.
    const others = app.errors.filter((error) => !error.includes("WebSocket"));
    app.errors.splice(0, app.errors.length, ...others);
  });
});
