// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** So many at most. */
export interface TagSuggestPayload {
  ids?: number[] | null;
  query?: string | null;
  limit?: number | null;
}

/** The tags, those of most pictures first. */
export interface TagSuggestDone {
  tags: SuggestedTag[];
}

/** A tag with the number of the chosen pictures that a model or the file itself calls so. */
export interface SuggestedTag {
  tag: string;
  files: number;
}
