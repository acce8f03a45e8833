import type { Locator, Page } from "playwright-core";
import { beforeEach } from "vitest";
import { around } from "./hooks";
import { found, Running } from "./support";

/** The app with a fresh Korean page for every test of a spec; `page` is that of the test. */
export class Steps {
  page!: Page;
  readonly app = new Running();

  constructor() {
    around(this.app, () => this.page);
    beforeEach(async () => {
      this.page = await this.app.open({ language: "ko-KR" });
      await found(this.page);
    });
  }

  get cells(): Locator {
    return this.page.locator("[data-results] [role=option]");
  }

  get box(): Locator {
    return this.page.getByRole("combobox", { name: "검색", exact: true });
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  /** The file names of the pictures in sight, in their order. */
  names(): Promise<string[]> {
    return this.cells.evaluateAll((all) => all.map((cell) => cell.getAttribute("aria-label") ?? ""));
  }

  found(): Promise<number> {
    return found(this.page);
  }

  async search(query: string): Promise<number> {
    await this.box.fill(query);
    await this.box.press("Enter");
    await this.box.press("Escape");
    await this.box.blur();
    return this.found();
  }

  /** Choose the picture of a place, or all from one to another. */
  async choose(from: number, to = from): Promise<void> {
    await this.cells.nth(from).click();
    if (to !== from) await this.cells.nth(to).click({ modifiers: ["Shift"] });
  }

  /** What a stage shows, as text. */
  shown(at = 0): Promise<string> {
    return this.page
      .locator("[data-stage] canvas")
      .nth(at)
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  }
}
