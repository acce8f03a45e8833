// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { KeptGroup } from "../shared";

/** The pictures to keep, each with those of its group that go to `target_root`, which is made where it is absent. */
export interface DuplicatesMovePayload {
  groups: KeptGroup[];
  target_root: string;
  dry_run?: boolean | null;
  progress_step?: number | null;
}

/** The code of an ERROR. */
export interface DuplicatesMoveDetails {
  code?: string | null;
}

/** What `undo` needs. */
export interface DuplicatesMoveDone {
  job?: number | null;
}
