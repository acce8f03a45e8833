// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { ParsedQuery, QueryForm } from "../shared";

/** A query; with `filters` the table of filters and orders is told, too. */
export interface QueryParsePayload {
  query?: string | null;
  form?: QueryForm | null;
  filters?: boolean | null;
}

/** The query taken apart, with its text; the filters and the orders that there are, where they were asked for. */
export interface QueryParseDone {
  parsed: ParsedQuery;
  filters?: KnownFilter[] | null;
  orders?: string[] | null;
}

/** A filter: its name, its other names, the kind of its values, and values to show. */
export interface KnownFilter {
  name: string;
  aliases: string[];
  kind: string;
  form: string;
}
