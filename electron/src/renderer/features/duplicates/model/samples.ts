import type { Duplicate, Group } from "./types";

/** A picture as tests need one. */
export function duplicate(id: number, more: Partial<Duplicate> = {}): Duplicate {
  return {
    ...{ id, path: `/사진/${id}.png`, kind: "hash", bits: 2, cosine: null, format: "png", width: 640, height: 480 },
    ...{ layers: 0, bytes: 1000, date_ms: 0, added_ms: 0, rating: null, label: null, tags: 0, digest: `${id}` },
    ...{ thumbnail: null, user_tags: [], collections: [], comments: 0, noted: false, ...more },
  };
}

/** A group of which the first is kept because it is the largest. */
export function group(...pictures: Duplicate[]): Group {
  const [first, ...rest] = pictures;
  const others = rest.map(({ id, bytes }) => ({ id, by: "largest", kept: first?.bytes ?? 0, value: bytes }));
  return { keep: first?.id ?? 0, others, pictures };
}
