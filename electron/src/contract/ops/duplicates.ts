// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { Duplicate } from "../shared";

/** What counts as a duplicate; the groups that waste most come first. */
export interface DuplicatesPayload {
  query?: string | null;
  kinds?: ("exact" | "pixels" | "hash" | "vector")[] | null;
  bits?: number | null;
  cosine?: number | null;
  limit?: number | null;
  offset?: number | null;
}

/** A page of groups. */
export interface DuplicatesDone {
  total: number;
  pictures: number;
  spare: number;
  crowded: number;
  apart: number;
  notes: string[];
  next: number | null;
  groups: DuplicateGroup[];
}

/** A group: every picture in it is near to the `middle`; `spare` bytes are taken by all but its largest. */
export interface DuplicateGroup {
  middle: number;
  spare: number;
  pictures: Duplicate[];
}
