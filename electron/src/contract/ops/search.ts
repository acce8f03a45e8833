// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Tags, separated by commas, all of which a picture must have, among the wanted ones and those of characters.

Of tags between which a bar stands (`blue eyes | green eyes`) it must have any.
`include_negative` looks among the unwanted ones too. With `folder` its files are looked at as they are now;
without, the library answers: `limit` pictures (0 means 2000) after the first `offset`, by path. */
export interface SearchPayload {
  thumbs?: boolean | null;
  thumb_size?: number | null;
  thumb_quality?: number | null;
  thumb_cache_dir?: string | null;
  thumb_max_files?: number | null;
  thumb_max_bytes?: number | null;
  tags: string;
  folder?: string | null;
  include_negative?: boolean | null;
  progress_step?: number | null;
  limit?: number | null;
  offset?: number | null;
  workers?: number | null;
}

/** In which sets each tag stands: positive, character, negative, character_negative. */
export interface SearchDetails {
  sets?: Record<string, string[]> | null;
}

/** How many pictures were told, and how many there are in all. */
export interface SearchDone {
  count: number;
  total: number;
}
