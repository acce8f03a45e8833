// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { QueryForm } from "../shared";

/** The pictures of `ids`, or those that the query describes; without either, all.

`kinds` are who gave the tags: the user, models, the files themselves, prompts; all of them where none is named.
With `roll_up` a tag of the user counts for those above it, too. `limit` tags are told. */
export interface TagCloudPayload {
  query?: string | null;
  form?: QueryForm | null;
  ids?: number[] | null;
  kinds?: ("user" | "model" | "file" | "prompt")[] | null;
  roll_up?: boolean | null;
  limit?: number | null;
}

/** How many pictures were looked at, the tags of most of them, and of the rest how many and how often together. */
export interface TagCloudDone {
  total: number;
  tags: CloudTag[];
  rest: number;
  rest_files: number;
}

/** A tag from one kind of source with the number of pictures; colour and parent are those of a tag of the user. */
export interface CloudTag {
  tag: string;
  kind: string;
  files: number;
  color: string | null;
  parent: string | null;
}
