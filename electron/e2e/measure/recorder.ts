/** What is recorded inside of the page. The functions are carried there as text: they see nothing of this file. */

export interface Recorded {
  /** Milliseconds from each letter to the frame after its results, with the text. */
  typed: { text: string; ms: number }[];
  /** Milliseconds for which places in sight were blank, those over 50. */
  blank: { place: number; ms: number }[];
  firstTile: number;
  allTiles: number;
}

declare global {
  interface Window {
    recorded: Recorded;
  }
}

export function record(): void {
  const recorded: Recorded = { typed: [], blank: [], firstTile: 0, allTiles: 0 };
  window.recorded = recorded;

  const isShown = (cell: Element) => {
    const image = cell.querySelector("img");
    if (image) return image.complete && image.naturalWidth > 0;
    return cell.querySelector("svg") !== null && cell.getAttribute("aria-description") !== "";
  };
  const inSight = () => {
    const frame = document.querySelector("[data-results]")?.getBoundingClientRect();
    if (!frame) return [];
    return [...document.querySelectorAll("[data-results] [data-place]")].filter((cell) => {
      const { top, bottom } = cell.getBoundingClientRect();
      return bottom > frame.top + 1 && top < frame.bottom - 1;
    });
  };

  const firstPaint = () => {
    const cells = inSight();
    if (!recorded.firstTile && cells.some(isShown)) recorded.firstTile = performance.now();
    if (cells.length > 0 && cells.every(isShown)) recorded.allTiles = performance.now();
    else requestAnimationFrame(firstPaint);
  };
  requestAnimationFrame(firstPaint);

  let waiting: { text: string; since: number } | null = null;
  document.addEventListener(
    "input",
    (event) => {
      if (event.target instanceof HTMLInputElement && event.target.matches("[data-search-field]"))
        waiting = { text: event.target.value, since: performance.now() };
    },
    true,
  );
  const watch = () => {
    const pane = document.querySelector("section[data-query]");
    if (waiting && pane?.getAttribute("data-query") === waiting.text && pane.getAttribute("aria-busy") === "false") {
      const { text, since } = waiting;
      waiting = null;
      requestAnimationFrame(() => setTimeout(() => recorded.typed.push({ text, ms: performance.now() - since })));
    }
  };
  new MutationObserver(watch).observe(document, {
    subtree: true,
    attributes: true,
    childList: true,
    attributeFilter: ["data-query", "aria-busy"],
  });

  document.addEventListener("scroll", () => performance.mark("scrolled"), { capture: true, passive: true });

  const since = new Map<string, number>();
  setInterval(() => {
    const now = performance.now();
    const blank = new Set<string>();
    for (const cell of inSight()) if (!isShown(cell)) blank.add(cell.getAttribute("data-place") ?? "");
    for (const place of blank) if (!since.has(place)) since.set(place, now);
    for (const [place, begun] of since) {
      if (blank.has(place)) continue;
      recorded.blank.push({ place: Number(place), ms: now - begun });
      since.delete(place);
    }
  }, 50);
}

/** Move through the whole list in so many seconds, with stops of half a second. */
export function travel({ seconds, stops }: { seconds: number; stops: number }): Promise<void> {
  const list = document.querySelector("[data-results]");
  if (!list) return Promise.reject(new Error("no list"));
  const length = list.scrollHeight - list.clientHeight;
  return new Promise((resolve) => {
    let travelled = 0;
    let stop = 1;
    let before = performance.now();
    performance.mark("moving");
    const move = (now: number) => {
      travelled += (length * Math.min(now - before, 100)) / (seconds * 1000);
      before = now;
      list.scrollTop = Math.min(travelled, length);
      if (travelled >= length) {
        performance.mark("resting");
        setTimeout(resolve, 500);
      } else if (travelled >= (length * stop) / (stops + 1)) {
        stop += 1;
        performance.mark("resting");
        setTimeout(() => {
          performance.mark("moving");
          before = performance.now();
          requestAnimationFrame(move);
        }, 500);
      } else requestAnimationFrame(move);
    };
    requestAnimationFrame(move);
  });
}
