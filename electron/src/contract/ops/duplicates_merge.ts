// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { KeptGroup } from "../shared";

/** The pictures to keep, each with the others of its group; no file is touched. */
export interface DuplicatesMergePayload {
  groups: KeptGroup[];
}

/** How many of each the kept pictures were given; `edit` is the number to take it back by. */
export interface DuplicatesMergeDone {
  tags: number;
  collections: number;
  comments: number;
  notes: number;
  ratings: number;
  labels: number;
  edit: number | null;
}
