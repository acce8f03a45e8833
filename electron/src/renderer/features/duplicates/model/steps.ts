/** The picture that has the focus: its group, and its place in it. */
export interface Spot {
  group: number;
  place: number;
}

const FEW = 3;

/** Where a key leads from a spot; null for keys that lead nowhere. The group has `size` pictures, of `total` groups. */
export function step(key: string, { group, place }: Spot, total: number, size: number): Spot | null {
  const to = (next: number) => ({ group: Math.min(Math.max(next, 0), Math.max(total - 1, 0)), place: 0 });
  switch (key) {
    case "ArrowDown":
      return to(group + 1);
    case "ArrowUp":
      return to(group - 1);
    case "PageDown":
      return to(group + FEW);
    case "PageUp":
      return to(group - FEW);
    case "Home":
      return to(0);
    case "End":
      return to(total - 1);
    case "ArrowRight":
      return { group, place: Math.min(place + 1, Math.max(size - 1, 0)) };
    case "ArrowLeft":
      return { group, place: Math.max(place - 1, 0) };
    default:
      return null;
  }
}
