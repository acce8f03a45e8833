// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which folder is read.

`include_negative` changes nothing: negative tags are always stored, in a set of their own. `incremental` leaves
out files that were read before and have not changed. `workers` null or 0 means one for each core. */
export interface ScanPayload {
  thumbs?: boolean | null;
  thumb_size?: number | null;
  thumb_quality?: number | null;
  thumb_cache_dir?: string | null;
  thumb_max_files?: number | null;
  thumb_max_bytes?: number | null;
  folder: string;
  include_negative?: boolean | null;
  progress_step?: number | null;
  commit_step?: number | null;
  incremental?: boolean | null;
  workers?: number | null;
}

/** Which generator made the picture, null where the file has no record, and how many different tags it has. */
export interface ScanDetails {
  generator?: string | null;
  tags?: number | null;
}
