import type { Page } from "playwright-core";

/** What of the words on the page cannot be read: cut by its own box or by one around it, or below another control. */
export async function unreadable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const SAID = "button, [role=tab], [role=option] > *, label, h1, h2, h3, legend, dt, th, p";
    const CONTROLS = "button, [role=tab], input, textarea, select, [role=slider]";
    const visible = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      const hidden = element.closest("[inert], [aria-hidden=true], .sr-only, [data-results] [role=option]");
      const drawn = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      let outer = element.parentElement;
      // What is only read out, or shown on hover, stands in a box of one pixel until then.
      while (outer && (outer.offsetWidth > 1 || getComputedStyle(outer).overflowX === "visible"))
        outer = outer.parentElement;
      return width > 1 && height > 1 && !hidden && drawn && !outer;
    };
    const named = (element: Element) =>
      `${element.tagName.toLowerCase()} “${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 60)}”`;
    // Where something may be cut it says so by an ellipsis and tells all of it on hover or when it is read out.
    const mayBeCut = (element: Element) =>
      element.matches(".truncate") || element.querySelector(".truncate, [class*=line-clamp]") !== null;
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(SAID)) {
      if (!visible(element) || !(element.textContent ?? "").trim() || mayBeCut(element)) continue;
      if (element.scrollWidth > element.clientWidth + 2 && getComputedStyle(element).display !== "inline")
        found.push(`wider than its place: ${named(element)}`);
      const box = element.getBoundingClientRect();
      const around: { frame: DOMRect; scrolls: boolean }[] = [];
      for (let outer = element.parentElement; outer; outer = outer.parentElement) {
        const { overflowX } = getComputedStyle(outer);
        const scrolls = overflowX === "auto" || overflowX === "scroll";
        if (overflowX !== "visible") around.push({ frame: outer.getBoundingClientRect(), scrolls });
      }
      const [near] = around;
      if (near && !near.scrolls && (box.right > near.frame.right + 2 || box.left < near.frame.left - 2))
        found.push(`cut: ${named(element)}`);
      if (box.right > innerWidth + 2 && !around.some(({ scrolls }) => scrolls))
        found.push(`off the screen: ${named(element)}`);
    }
    const controls = [...document.querySelectorAll<HTMLElement>(CONTROLS)].filter(visible);
    const top = controls.map((element) => {
      const box = element.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const inside = x > 0 && y > 0 && x < innerWidth && y < innerHeight;
      return { element, at: inside ? document.elementFromPoint(x, y) : null };
    });
    for (const { element, at } of top) {
      if (!at || element.contains(at) || at.contains(element)) continue;
      const other = at.closest(CONTROLS);
      if (other && other !== element) found.push(`below ${named(other)}: ${named(element)}`);
    }
    return [...new Set(found)];
  });
}
