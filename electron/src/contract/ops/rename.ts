// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { Match, Near, Variable } from "../shared";

/** What is renamed; `order` are the variables that the template may name, as a list or separated by commas.

Without a template it is `[a]_[b]` for an order of a and b. With `prefix_mode` the old name stays behind it. */
export interface RenamePayload {
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
  order?: string[] | string | null;
  template?: string | null;
  prefix_mode?: boolean | null;
}

/** Why a picture keeps its name. */
export interface RenameDetails {
  near?: Near[] | null;
  matches?: Match[] | null;
  code?: string | null;
}

/** What `undo` needs. */
export interface RenameDone {
  job?: number | null;
}
