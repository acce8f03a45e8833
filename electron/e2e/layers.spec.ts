import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { findings } from "./axe";
import { around } from "./hooks";
import { CORPUS, found, picture, Running } from "./support";

const ROOT = join(import.meta.dirname, "../..");
const app = new Running();
let page: Page;

around(
  app,
  () => page,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "imageparser-layers-"));
    const python = process.env.IMAGEPARSER_PYTHON ?? join(ROOT, ".venv/bin/python");
    const made = spawnSync(python, ["-m", "fixtures.versions", folder], {
      cwd: join(ROOT, "tests"),
      encoding: "utf-8",
    });
    if (made.status !== 0) throw new Error(made.stderr);
    await app.start([folder, join(CORPUS, "psd/psd-tools")]);
  },
);

const cells = (of: Page) => of.locator("[data-results] [role=option]");
const rows = (of: Page) => of.getByRole("tree").getByRole("treeitem");
const row = (of: Page, name: string) => rows(of).filter({ has: of.locator(`[title="${name}"]`) });
const whole = (of: Page) => of.locator("[data-rendering=whole]");
const shown = (of: Page) => whole(of).getAttribute("data-shown");

async function search(of: Page, query: string): Promise<void> {
  await of.keyboard.press("/");
  await of.keyboard.type(query);
  await of.keyboard.press("Enter");
  await of.keyboard.press("Escape");
  await found(of);
}

async function look(of: Page, name: string): Promise<void> {
  await search(of, `name:${name}`);
  await cells(of).first().dblclick();
  await rows(of).first().waitFor();
  await of.waitForTimeout(600);
}

/** The colour at a place of the drawn layers, in shares of its sides; null while the stored picture is shown. */
const colour = (of: Page, x: number, y: number) =>
  whole(of).evaluate(
    (element, [across, down]) => {
      const canvas = element as HTMLCanvasElement;
      if (canvas.style.visibility === "hidden") return null;
      const pen = canvas.getContext("2d");
      return pen?.getImageData(canvas.width * (across ?? 0), canvas.height * (down ?? 0), 1, 1).data.join() ?? null;
    },
    [x, y],
  );

describe("the layers of a document", () => {
  it("stand as a tree with pictures, ways to mix and opacity, and are searched", async () => {
    page = await app.open();
    await look(page, "first");
    expect(await rows(page).count()).toBe(8);
    await expect.poll(() => page.locator("[data-thumb=there]").count()).toBe(7);
    expect(await row(page, "해").textContent()).toContain("Screen · Opacity 80%");
    expect(await row(page, "산 그림자").textContent()).toContain("Multiply");
    await row(page, "나무").hover();
    await expect.poll(() => page.locator("[data-marked]").count()).toBe(1);
    await picture(page, "layers-en-US-dark");
    await page.getByRole("textbox", { name: "Search in layers" }).fill("구름".normalize("NFD"));
    await expect.poll(() => rows(page).count()).toBe(2);
    await page.getByRole("textbox", { name: "Search in layers" }).fill("없는 것");
    await page.getByText("No layer has this in its name or text.").waitFor();
    expect(await findings(page)).toEqual([]);
  });

  it("are switched, looked at alone and set back, and the picture follows", async () => {
    page = await app.open();
    await look(page, "first");
    expect(await colour(page, 0.725, 0.3)).toBeNull();
    await row(page, "해").getByRole("button", { name: "Hide the layer" }).click();
    await expect.poll(() => colour(page, 0.725, 0.3)).not.toBeNull();
    const without = await colour(page, 0.725, 0.3);
    await row(page, "해").getByRole("button", { name: "Show the layer" }).click();
    await expect.poll(() => colour(page, 0.725, 0.3)).toBeNull();
    await row(page, "밑그림").getByRole("button", { name: "Show the layer" }).click();
    await expect.poll(() => colour(page, 0.875, 0.133)).toBe("200,0,80,255");
    expect(await colour(page, 0.725, 0.3)).not.toBe(without);
    await row(page, "나무").getByRole("button", { name: "Only this layer" }).click();
    await expect.poll(() => colour(page, 0.05, 0.05)).toBe("0,0,0,0");
    await expect.poll(() => colour(page, 0.57, 0.76)).toBe("30,110,60,255");
    await row(page, "산과 해").getByRole("button", { name: "Only this layer" }).click();
    await expect.poll(() => colour(page, 0.05, 0.05)).toBe("0,0,0,0");
    await expect.poll(() => colour(page, 0.57, 0.76)).toBe("30,110,60,255");
    await page.getByRole("button", { name: "As the document has them" }).click();
    await expect.poll(() => colour(page, 0.5, 0.5)).toBeNull();
  });

  it("are drawn sharp in the part in sight when the picture is enlarged", async () => {
    page = await app.open();
    await look(page, "first");
    await row(page, "나무").getByRole("button", { name: "Only this layer" }).click();
    await expect.poll(() => shown(page)).toContain("only=5");
    const sharp = page.locator("[data-rendering=sharp]");
    const part = async () => (await sharp.getAttribute("data-shown")) ?? "";
    await expect.poll(part).toContain("region=0%2C0%2C1600%2C1200");
    await page.locator("[data-stage]").dblclick({ position: { x: 560, y: 600 } });
    await expect.poll(part).not.toContain("1600%2C1200");
    await expect.poll(part).toContain("region=");
    expect(await sharp.evaluate((element) => getComputedStyle(element).visibility)).toBe("visible");
    expect(await findings(page)).toEqual([]);
  });

  it("are walked through and switched by keys, hundreds of them as quickly as a few", async () => {
    page = await app.open({ language: "ko-KR", theme: "light" });
    await look(page, "many");
    expect(await rows(page).count()).toBeLessThan(60);
    await page.getByText("레이어 301개").waitFor();
    await rows(page).first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await expect.poll(() => shown(page)).toContain("hidden=");
    await page.keyboard.press("End");
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("바탕");
    await expect.poll(() => page.locator("[data-thumb=there]").count()).toBeGreaterThan(5);
    await page.keyboard.press("Enter");
    await expect.poll(() => shown(page)).toContain("only=1");
    await picture(page, "layers-ko-KR-light");
    expect(await findings(page)).toEqual([]);
  });

  it("are searched by: what looks like a layer, beside what is unlike another", async () => {
    page = await app.open();
    await look(page, "first");
    await row(page, "구름 1").hover();
    await row(page, "구름 1").getByRole("button", { name: "More about 구름 1" }).click();
    await page.getByRole("menuitem", { name: "Less like this" }).click();
    await page.getByText("Results are now less like 구름 1.").waitFor();
    await row(page, "나무").hover();
    await row(page, "나무").getByRole("button", { name: "More about 나무" }).click();
    await page.getByRole("menuitem", { name: "More like this" }).click();
    await page.getByRole("button", { name: "Show the results" }).last().click();
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    const like = page.getByRole("group", { name: "Like", exact: true });
    await like.getByText("나무 · first.psd").waitFor();
    await page.getByRole("group", { name: "Unlike" }).getByText("구름 1 · first.psd").waitFor();
    await page.getByRole("button", { name: "Clear the search" }).click();
    await expect.poll(() => found(page)).toBeGreaterThan(0);
    await picture(page, "wells-layers-en-US-dark");
  });
});

describe("two versions of a document", () => {
  async function compare(of: Page): Promise<void> {
    await search(of, "size:1600x1200 format:psd");
    await of.locator("[role=option][aria-label*='first.psd']").click();
    await of.locator("[role=option][aria-label*='second.psd']").click({ modifiers: ["Control"] });
    await of.keyboard.press("c");
    await expect.poll(() => of.locator("[data-stage]").count()).toBe(2);
  }

  it("are compared layer by layer, each change marked where it is", async () => {
    page = await app.open();
    await compare(page);
    await page.keyboard.press("y");
    await page.locator("[data-changes]").waitFor();
    const changes = page.getByRole("list", { name: "Changes of the layers" }).getByRole("listitem");
    expect(await changes.count()).toBe(5);
    const told = (await changes.allTextContents()).join("\n");
    for (const one of ["집", "나무", "구름 1", "큰 구름", "Another place", "Opacity"]) expect(told).toContain(one);
    await changes.filter({ hasText: "구름 2" }).first().hover();
    await expect.poll(() => page.locator("[data-marked]").count()).toBe(2);
    await changes.filter({ hasText: "집" }).click();
    await page.waitForTimeout(400);
    await picture(page, "diff-en-US-dark");
    expect(await findings(page)).toEqual([]);
  });

  it("show where they differ as colours", async () => {
    page = await app.open({ language: "ko-KR", theme: "light" });
    await compare(page);
    await page.keyboard.press("y");
    await page.keyboard.press("h");
    await expect.poll(() => page.locator("[data-stage]").count()).toBe(1);
    await page.getByText(/다른 픽셀: /).waitFor();
    await page.waitForTimeout(800);
    await picture(page, "heat-ko-KR-light");
    expect(await findings(page)).toEqual([]);
  });
});
