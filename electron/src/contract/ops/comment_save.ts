// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** A new comment of an `author` on a `picture`, or another wording for `comment`. */
export interface CommentSavePayload {
  body: string;
  picture?: number | null;
  author?: string | null;
  comment?: number | null;
}

/** The number of the comment. */
export interface CommentSaveDone {
  comment: number;
  edit: number | null;
}
