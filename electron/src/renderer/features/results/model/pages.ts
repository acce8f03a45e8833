import type { FindDone, FoundPicture } from "@/shared/data";

/** The first page is small, so that it is there at once; the others are as big as the back end gives them. */
export const FIRST = 200;
export const REST = 1000;

export function sizeOf(page: number): number {
  return page === 0 ? FIRST : REST;
}

/** Where the picture of a place in the whole list stands: its page, and the place in that page. */
export function locate(place: number): { page: number; at: number } {
  if (place < FIRST) return { page: 0, at: place };
  return { page: 1 + Math.floor((place - FIRST) / REST), at: (place - FIRST) % REST };
}

export function pictureAt(pages: readonly FindDone[], place: number): FoundPicture | undefined {
  const { page, at } = locate(place);
  return pages[page]?.results[at];
}

/** How many pictures are there from the beginning without a gap. */
export function loadedOf(pages: readonly FindDone[]): number {
  return pages.reduce((count, page) => count + page.results.length, 0);
}

/** Pictures from one place to another, both included, as far as they are loaded. */
export function between(pages: readonly FindDone[], from: number, to: number): FoundPicture[] {
  const found: FoundPicture[] = [];
  for (let place = Math.max(Math.min(from, to), 0); place <= Math.max(from, to); place += 1) {
    const picture = pictureAt(pages, place);
    if (picture) found.push(picture);
  }
  return found;
}
