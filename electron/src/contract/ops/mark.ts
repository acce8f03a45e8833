// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** What is given stays on the pictures: a `rating` (-1 takes it away, so that the one in the file counts again).

An empty `label` or `note` takes that away. A note replaces the one that is there. */
export interface MarkPayload {
  ids?: number[] | null;
  query?: string | null;
  rating?: number | null;
  label?: "" | "red" | "orange" | "yellow" | "green" | "blue" | "purple" | "gray" | null;
  note?: string | null;
}

/** How many marks were changed. */
export interface MarkDone {
  changed: number;
  edit: number | null;
}
