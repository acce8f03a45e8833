// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** A query as far as it is typed, and where in it the cursor stands, in characters; at its end where none is given.

`limit` suggestions at most. With `wait` everything that is new in the library is counted first. */
export interface SuggestPayload {
  lane?: string | null;
  query?: string | null;
  cursor?: number | null;
  limit?: number | null;
  wait?: boolean | null;
}

/** Suggestions, the likeliest first; `behind` says that what is new in the library is still being counted. */
export interface SuggestDone {
  end: number;
  suggestions: Suggested[];
  behind: boolean;
}

/** One way to go on: `insert` stands in place of the query from `start` to `end` (characters).

`kind` says where it comes from: history, filter, value, tag, collection, ai_tag, keyword, prompt_tag,
character_tag, word, layer, font, folder, model and so on. `files` is how many pictures have it (missing ones too),
null where that is not counted; `key` the filter that it is a value of; `alias_of` the tag of an alias. */
export interface Suggested {
  kind: string;
  text: string;
  insert: string;
  start: number;
  files: number | null;
  key: string | null;
  alias_of: string | null;
}
