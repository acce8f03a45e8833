// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** What is to be done before the searches are told: `forget` some or `clear` all; `keep` switches remembering. */
export interface HistoryPayload {
  limit?: number | null;
  forget?: string[] | null;
  clear?: boolean | null;
  keep?: boolean | null;
}

/** The remembered searches, the latest first; `forgotten` counts those that went, `kept` says whether more come. */
export interface HistoryDone {
  searches: Searched[];
  forgotten: number;
  kept: boolean;
}

/** A query, how often it was asked, and when last. */
export interface Searched {
  query: string;
  uses: number;
  at: string;
}
