// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { Match, Near, Variable } from "../shared";

/** What is sorted, and by what: a tree of variables, one folder level for each, or a single variable.

`template` makes the name of a folder out of `[value]`. */
export interface MovePayload {
  thumbs?: boolean | null;
  thumb_size?: number | null;
  thumb_quality?: number | null;
  thumb_cache_dir?: string | null;
  thumb_max_files?: number | null;
  thumb_max_bytes?: number | null;
  folder: string;
  variables?: Variable[] | null;
  variable_specs?: Variable[] | null;
  include_negative?: boolean | null;
  specific?: boolean | null;
  dry_run?: boolean | null;
  progress_step?: number | null;
  resume_mode?: boolean | null;
  resume_path?: string | null;
  checkpoint_step?: number | null;
  variable_name?: string | null;
  variable_tree?: string[] | string | null;
  template?: string | null;
  target_root?: string | null;
}

/** The folder of a picture below the target, or why it stays. */
export interface MoveDetails {
  near?: Near[] | null;
  matches?: Match[] | null;
  code?: string | null;
  folder?: string | null;
}

/** What `undo` needs. */
export interface MoveDone {
  job?: number | null;
}
