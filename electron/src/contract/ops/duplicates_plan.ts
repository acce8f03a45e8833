// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { Duplicate } from "../shared";

/** What counts as a duplicate, the rules in the order in which they count, and pictures that the user picked. */
export interface DuplicatesPlanPayload {
  query?: string | null;
  kinds?: ("exact" | "pixels" | "hash" | "vector")[] | null;
  bits?: number | null;
  cosine?: number | null;
  limit?: number | null;
  offset?: number | null;
  keep?: KeepRule[] | null;
  picks?: number[] | null;
}

/** A page of groups; nothing was changed. */
export interface DuplicatesPlanDone {
  total: number;
  pictures: number;
  spare: number;
  crowded: number;
  apart: number;
  notes: string[];
  next: number | null;
  groups: PlannedGroup[];
}

/** A reason to keep a picture: rating, tags, layers, resolution, depth, largest, smallest, newest, oldest, ...

Also added_first, added_last, shortest_path, longest_path; format and folder or not_folder with a `value`: formats
with commas between, or a folder. */
export interface KeepRule {
  by: string;
  value?: string | null;
}

/** A group with the picture that is kept, and why each other is not, in the order in which they come next. */
export interface PlannedGroup {
  keep: number;
  others: LostDuplicate[];
  pictures: Duplicate[];
}

/** A picture that is not kept: the rule that decided (`picked`, `path` where none did), and what both had by it. */
export interface LostDuplicate {
  id: number;
  by: string;
  kept: number | string | null;
  value: number | string | null;
}
