// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { ParsedQuery, QueryForm } from "../shared";

/** A query, further `filters` (NAME=VALUE), and what pictures are compared with.

`references` are pictures, layers and words that all results are near to, or with the `mode` any to one of them;
`image` and `like` are short for a file and for a picture of the library.
`limit` pictures are told, those behind `after`, the `next` of the page before. `weights` say how much the axes
visual, meaning and keyword count; with `explain` each picture says why it was found.
With `remember` the query is kept for suggestions, unless the library is not to keep any (`history`).
`columns` say how much a word counts in name, folder, layers, text, caption, tags, prompt and notes. Without `cut`
there are results where nothing fits, too. With `ids` the numbers of all results are told in order; `only` names
pictures that are told in place of a page, as far as they are results. Both go by the ranking that pages with the
same `limit` come from. */
export interface FindPayload {
  lane?: string | null;
  query?: string | null;
  form?: QueryForm | null;
  filters?: string[] | null;
  image?: string | null;
  like?: number | null;
  references?: FindReference[] | null;
  mode?: "all" | "any" | null;
  limit?: number | null;
  after?: string | null;
  weights?: Record<string, number> | null;
  explain?: boolean | null;
  remember?: boolean | null;
  columns?: Record<string, number> | null;
  cut?: boolean | null;
  ids?: boolean | null;
  only?: number[] | null;
}

/** A page of results; `total` counts what can be paged through, `next` is null on the last page.

Each axis ranks its best 1,000 pictures (ten times `limit`, if that is more): where one left some out, `among` is
the number of pictures that it chose from; else null.

`ids` are the numbers of all results, null where they were not asked for.

`parsed` is the query taken apart, with notes on what of it was not understood; `notes` are codes (`note.*` of the
locales); `visual_by` says what the visual axis compared with. Where `nothing_fits` there are no results: no picture
says a word of the query, and none is nearer than chance would have it; `nearest` are those that came first. */
export interface FindDone {
  query: string;
  parsed: ParsedQuery;
  took_ms: number;
  visual_by: string | null;
  notes: string[];
  weights: Record<string, number>;
  nothing_fits: boolean;
  total: number;
  among: number | null;
  next: string | null;
  ids: number[] | null;
  results: FoundPicture[];
  nearest: FoundPicture[];
}

/** One of: a `picture` of the library or a `layer` of it, a file at `path`, the bytes of one in base64, `words`.

`weight` says how much it counts beside the others; what is like a `minus` one is put behind. */
export interface FindReference {
  picture?: number | null;
  layer?: number | null;
  path?: string | null;
  data?: string | null;
  words?: string | null;
  weight?: number | null;
  minus?: boolean | null;
}

/** A picture that was found; `thumbnail` is the path of its stored thumbnail, `why` says the reasons by axis.

`layers` counts those of a document, `prompt` says whether a generator left its record, `comments` counts those that
stand. */
export interface FoundPicture {
  id: number;
  path: string;
  score: number;
  axes: Record<string, FoundAxis>;
  format: string | null;
  width: number | null;
  height: number | null;
  bytes: number;
  date_ms: number;
  rating: number | null;
  label: string | null;
  layers: number;
  prompt: boolean;
  comments: number;
  digest: string | null;
  thumbnail: string | null;
  layer: FoundLayer | null;
  why: Record<string, unknown> | null;
}

/** Place and score on one axis, null where the axis does not speak of the picture. */
export interface FoundAxis {
  rank: number | null;
  score: number | null;
}

/** The layer for which a picture was found, with the groups around it and the score of the axis that found it. */
export interface FoundLayer {
  id: number;
  name: string;
  path: number[];
  score: number;
}
