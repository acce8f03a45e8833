import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useId, useMemo, useState, useSyncExternalStore } from "react";
import { useAsked } from "@/features/search";
import { bridge } from "@/shared/bridge";
import { answers, type FindDone, type FindPayload, type FoundPicture } from "@/shared/data";
import { around, type Order, Rows, slice } from "./model/rows";
import { shown } from "./model/shown";

/** The first page is small, so that it is there at once; pictures behind it are asked for by their numbers. */
const FIRST = 100;
const RESTING_MS = 250;

export interface Results {
  /** What was asked, as text: another one is another search. */
  key: string;
  query: string;
  total: number;
  /** The numbers of all results; those of the first page until all are told. */
  order: Order;
  rows: Rows;
  first: FindDone | undefined;
  error: Error | null;
  /** The results are those of the query before. */
  stale: boolean;
  pending: boolean;
  at(place: number): FoundPicture | undefined;
  row(id: number | undefined): FoundPicture | undefined;
  /** The numbers of all results. */
  all(): Promise<Order>;
}

/** What is searched for, as the operation takes it. */
export function useRequest(): FindPayload {
  const asked = useAsked();
  return useMemo(() => ({ ...asked, limit: FIRST }), [asked]);
}

type Answer = { request: FindPayload; done: FindDone };

/** The first page of a search; what was asked stands beside it, because it may be shown while another one is awaited. */
function firstPage(request: FindPayload) {
  return {
    queryKey: ["find", request],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Answer> => {
      return { request, done: (await bridge.run("find", request, { signal })).payload };
    },
    structuralSharing: false, // to compare takes longer than to draw
  };
}

/** The numbers of all results, a few bytes for each. */
function numbers(request: FindPayload) {
  return {
    queryKey: ["find", request, "ids"],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Int32Array> => {
      const { payload } = await bridge.run("find", { ...request, ids: true, only: [] }, { signal });
      return Int32Array.from(payload.ids ?? []);
    },
    structuralSharing: false,
  };
}

/** The reasons for which one picture was found. */
export function reasonsFor(request: FindPayload, picture: number) {
  return {
    queryKey: ["find", request, "why", picture],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const { payload } = await bridge.run("find", { ...request, explain: true, only: [picture] }, { signal });
      return payload.results[0]?.why ?? null;
    },
  };
}

const NOTHING: FindPayload = {};

/** The results of the search: how many and which at once, what each of them is as it is looked at. */
export function useResults(): Results {
  const asked = useRequest();
  const query = useQuery({ ...firstPage(asked), placeholderData: keepPreviousData });
  const { request, done } = query.data ?? { request: NOTHING, done: undefined };
  const more = done !== undefined && done.total > done.results.length;
  const key = JSON.stringify(request);
  const resting = useResting(query.isPlaceholderData ? null : key);
  const { data: every } = useQuery({ ...numbers(request), enabled: more && resting });
  // biome-ignore lint/correctness/useExhaustiveDependencies: an equal request is the same one
  const rows = useMemo(() => rowsOf(request), [key]);
  useMemo(() => rows.renew(done?.results ?? []), [rows, done]);
  const order = useMemo<Order>(() => (more && every) || (done?.results ?? []).map(({ id }) => id), [more, every, done]);
  useEffect(() => () => rows.close(), [rows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another first page makes the others old
  useEffect(() => rows.pump(), [rows, done]);
  const results = useMemo<Results>(
    () => ({
      key,
      query: request.query ?? "",
      total: order.length > (done?.results.length ?? 0) ? order.length : (done?.total ?? 0),
      order,
      rows,
      first: done,
      error: query.isError && !query.isPlaceholderData ? query.error : null,
      stale: query.isPlaceholderData,
      pending: query.isPending,
      at: (place) => rows.row(order[place]),
      row: (id) => rows.row(id),
      all: async () => (more ? answers.fetchQuery(numbers(request)) : order),
    }),
    [key, request, order, rows, done, more, query.isError, query.error, query.isPlaceholderData, query.isPending],
  );
  useEffect(() => shown(results), [results]);
  return results;
}

/** Whether an answered search has stood for a moment: while somebody types, nobody goes to its end, and what would be
 * told for that would hold up the answer to the next letter. */
function useResting(key: string | null): boolean {
  const [rested, setRested] = useState<string | null>(null);
  useEffect(() => {
    if (key === null) return;
    const timer = setTimeout(() => setRested(key), RESTING_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return key !== null && rested === key;
}

function rowsOf(request: FindPayload): Rows {
  return new Rows(async (ids, signal) => {
    return (await bridge.run("find", { ...request, only: [...ids] }, { signal })).payload.results;
  });
}

/** Have the pictures from one place to another told, both included, and draw anew when they are. With a way `ahead`,
 * those that come next on it are told in time. */
export function useSight(results: Results, from: number, to: number, ahead: 1 | -1 | 0 = 0): void {
  const who = useId();
  const { rows, order } = results;
  useSyncExternalStore(rows.subscribe, rows.version);
  useEffect(() => {
    const stretches = to < 0 ? [] : around(from, to, ahead, order.length);
    rows.want(
      who,
      stretches.map(([start, end]) => slice(order, start, end)),
    );
  }, [rows, order, who, from, to, ahead]);
  useEffect(() => () => rows.want(who, []), [rows, who]);
}
