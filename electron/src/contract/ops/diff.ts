// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Two pictures of the library that are layered documents: what changed from `a` to `b`. */
export interface DiffPayload {
  a: number;
  b: number;
}

/** What became of the layers, and how far the pictures differ; null where one cannot be rendered.

`preview` with `against` shows the difference of the pictures. */
export interface DiffDone {
  added: DiffLayer[];
  removed: DiffLayer[];
  renamed: DiffRenamed[];
  moved: DiffMoved[];
  changed: DiffChanged[];
  unchanged: number;
  picture: DiffPicture | null;
  warnings: string[];
}

/** A layer that is in one of them only; `path` holds the names of the groups around it. */
export interface DiffLayer {
  id: number;
  name: string;
  kind: string;
  path: string[];
}

/** A layer with another name; `id` is its number in `b`, `was` that in `a`, here as below. */
export interface DiffRenamed {
  id: number;
  was: number;
  before: string;
  after: string;
}

/** A layer in another group (tree), at another place among its neighbours (order) or on the canvas (place). */
export interface DiffMoved {
  id: number;
  was: number;
  name: string;
  how: ("tree" | "order" | "place")[];
  before: DiffPlace;
  after: DiffPlace;
}

/** A layer that looks otherwise: `what` of it, and of that what can be told in a word the `values`. */
export interface DiffChanged {
  id: number;
  was: number;
  name: string;
  what: string[];
  values: Record<string, DiffValue>;
}

/** Mean and greatest difference of a pixel, 0 to 1, and the share of pixels that differ noticeably. */
export interface DiffPicture {
  mean: number;
  greatest: number;
  share: number;
}

/** The names of the groups around a layer and its box: left, top, right, bottom. */
export interface DiffPlace {
  path: string[];
  bbox: [number, number, number, number];
}

/** What something was and is. */
export interface DiffValue {
  before: string | boolean | number | null;
  after: string | boolean | number | null;
}
