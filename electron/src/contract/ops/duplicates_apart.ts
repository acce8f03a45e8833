// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** A page of them, the newest first. */
export interface DuplicatesApartPayload {
  limit?: number | null;
  offset?: number | null;
}

/** How often something was marked, in how many pairs; `next` is the `offset` of the next page, null on the last. */
export interface DuplicatesApartDone {
  total: number;
  pairs: number;
  next: number | null;
  decisions: ApartDecision[];
}

/** Pictures that were marked together; `pairs` of them are kept apart. `duplicates_mark` takes it back. */
export interface ApartDecision {
  at: string;
  pairs: number;
  pictures: ApartPicture[];
}

/** A picture that is kept apart from others. */
export interface ApartPicture {
  id: number;
  path: string;
  digest: string | null;
  thumbnail: string | null;
}
