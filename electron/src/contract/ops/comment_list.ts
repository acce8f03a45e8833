// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The thread of a `picture`, or the comments that `mention` a name; `history` adds what edits replaced.

Without either no comments are told, only the names. */
export interface CommentListPayload {
  picture?: number | null;
  mention?: string | null;
  history?: boolean | null;
  limit?: number | null;
}

/** A thread in the order of time, mentions the newest first; and everybody who can be mentioned. */
export interface CommentListDone {
  comments: ListedComment[];
  names: MentionedName[];
}

/** A comment; a deleted one keeps its place and says nothing. `mentions` are the names behind an @. */
export interface ListedComment {
  id: number;
  picture: number;
  author: string;
  body: string;
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
  mentions: string[];
  history: EarlierWording[];
}

/** Somebody who is mentioned in that many comments, or has written one. */
export interface MentionedName {
  name: string;
  mentions: number;
}

/** What a comment said before an edit, and since when. */
export interface EarlierWording {
  body: string;
  at: string;
}
