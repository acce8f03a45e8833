import { useQueries } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { create } from "zustand";
import { bridge } from "@/shared/bridge";
import { answers, tellError } from "@/shared/data";
import type { Group, Plan, Wanted } from "./model/types";

/** Groups that are asked for at a time. */
const PAGE = 100;

/** How many pictures were compared by their pixels or vectors; null where nothing of that kind is going on. */
export const useComparing = create<{ processed: number; total: number } | null>()(() => null);

export interface Groups {
  first: Plan | undefined;
  total: number;
  error: Error | null;
  pending: boolean;
  /** The user stopped the search. */
  stopped: boolean;
  at(place: number): Group | undefined;
  /** Have the groups around some places loaded. */
  reach(from: number, to: number): void;
  /** Load all groups; null where that failed. */
  all(): Promise<Group[] | null>;
  stop(): void;
  again(): void;
}

function question(wanted: Wanted, page: number) {
  const payload = { ...wanted, limit: PAGE, offset: page * PAGE };
  return {
    queryKey: ["duplicates_plan", payload],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Plan> => {
      const onProgress = ({ processed, total }: { processed: number; total: number }) =>
        useComparing.setState({ processed, total }, true);
      try {
        return (await bridge.run("duplicates_plan", payload, { signal, onProgress })).payload;
      } finally {
        useComparing.setState(null, true);
      }
    },
  };
}

/** The groups of duplicates with what the rules say of them, page after page as they are looked at. */
export function useGroups(wanted: Wanted | null): Groups {
  const [near, setNear] = useState<readonly number[]>([0]);
  const told = JSON.stringify(wanted);
  const known = useMemo(() => JSON.parse(told) as Wanted | null, [told]);
  const wantedPages = known ? [...new Set([0, ...near])] : [];
  const found = useQueries({ queries: wantedPages.map((page) => question(known ?? {}, page)) });
  const pages = new Map(wantedPages.map((page, place) => [page, found[place]?.data]));
  const start = found[0];
  const first = start?.data;
  const total = first?.total ?? 0;

  const reach = useCallback((from: number, to: number) => {
    const pages = [Math.floor(from / PAGE), Math.floor(to / PAGE)];
    setNear((now) => (pages.every((page, place) => now[place] === page) ? now : pages));
  }, []);
  const all = useCallback(async () => {
    if (!known) return null;
    const every: Group[] = [];
    try {
      for (let page = 0; ; page += 1) {
        const { groups, next } = await answers.fetchQuery(question(known, page));
        every.push(...groups);
        if (next === null) return every;
      }
    } catch (error) {
      tellError(error);
      return null;
    }
  }, [known]);

  return {
    ...{ first, total, reach, all },
    error: start?.isError ? start.error : null,
    pending: start === undefined || (start.isPending && start.fetchStatus !== "idle"),
    stopped: start?.isPending === true && start.fetchStatus === "idle",
    at: (place) => pages.get(Math.floor(place / PAGE))?.groups[place % PAGE],
    stop: () => void answers.cancelQueries({ queryKey: ["duplicates_plan"] }),
    again: () => void start?.refetch(),
  };
}
