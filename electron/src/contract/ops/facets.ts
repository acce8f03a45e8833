// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { QueryForm } from "../shared";

/** The pictures that the query describes, each word of it included; without one, all. */
export interface FacetsPayload {
  query?: string | null;
  form?: QueryForm | null;
}

/** How many pictures there are, and by filter the values of most of them. */
export interface FacetsDone {
  total: number;
  facets: Record<string, FacetValue[]>;
}

/** A value, as its filter takes it, with the number of pictures that have it. */
export interface FacetValue {
  value: string;
  files: number;
}
