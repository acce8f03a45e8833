// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The tags that go, and the one that takes their place everywhere; their names become its aliases. */
export interface TagMergePayload {
  tags: string[];
  into: string;
}

/** The tag that stays. */
export interface TagMergeDone {
  name: string;
  edit: number | null;
}
