// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which one. */
export interface CommentDeletePayload {
  comment: number;
}

/** Which one it was. */
export interface CommentDeleteDone {
  comment: number;
  edit: number | null;
}
