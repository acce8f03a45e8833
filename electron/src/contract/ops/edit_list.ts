// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** `limit` changes after the first `offset`; with `picture` the latest `limit` of that picture alone. */
export interface EditListPayload {
  limit?: number | null;
  offset?: number | null;
  picture?: number | null;
}

/** The changes, and how many are kept of all pictures. */
export interface EditListDone {
  edits: ListedEdit[];
  total: number;
}

/** A change: `kind` is the operation that made it, `undone_at` is set where it was taken back. */
export interface ListedEdit {
  id: number;
  kind: string;
  summary: Record<string, unknown>;
  at: string;
  undone_at: string | null;
}
