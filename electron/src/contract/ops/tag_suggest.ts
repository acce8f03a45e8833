// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The pictures; `limit` tags are told. */
export interface TagSuggestPayload {
  ids?: number[] | null;
  query?: string | null;
  limit?: number | null;
}

/** The tags, the likeliest first; those that all of the pictures have are left out. */
export interface TagSuggestDone {
  tags: SuggestedTag[];
}

/** A tag with its score (0-1) and the reasons; `own` says that it is one of the user's tags already.

`files` of the chosen pictures have it from a model, the file itself or the prompt. */
export interface SuggestedTag {
  tag: string;
  score: number;
  files: number;
  own: boolean;
  reasons: TagReason[];
}

/** Who calls so many pictures so, and how much that says (0-1).

`kind` is model, file, prompt, or neighbours: pictures that look alike and have the tag from the user, of which
the nearest are named. */
export interface TagReason {
  kind: string;
  score: number;
  files: number;
  pictures: number[];
}
