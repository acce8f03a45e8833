import { type InfiniteData, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import { useSearch } from "@/features/search";
import { bridge } from "@/shared/bridge";
import type { FindDone, FindPayload, FoundPicture } from "@/shared/data";
import { loadedOf, pictureAt, sizeOf } from "./model/pages";

export interface Results {
  total: number;
  pages: readonly FindDone[];
  first: FindDone | undefined;
  error: Error | null;
  /** The results are those of the query before. */
  stale: boolean;
  pending: boolean;
  at(place: number): FoundPicture | undefined;
  /** Have the pictures up to a place loaded. */
  reach(place: number): void;
  /** Load everything and return it. */
  all(): Promise<FoundPicture[]>;
}

/** What is searched for, as the operation takes it. */
export function useRequest(): FindPayload {
  const { text, like, image, weights } = useSearch();
  return useMemo(
    () => ({
      query: text,
      explain: true,
      ...(like ? { like: like.id } : {}),
      ...(image ? { image: image.path } : {}),
      ...(weights ? { weights: weights as Record<string, number> } : {}),
    }),
    [text, like, image, weights],
  );
}

/** The results of the search, page after page as they are looked at. */
export function useResults(): Results {
  const request = useRequest();
  const query = useInfiniteQuery<
    FindDone,
    Error,
    InfiniteData<FindDone>,
    unknown[],
    { page: number; after: string | null }
  >({
    queryKey: ["find", request],
    queryFn: async ({ pageParam: { page, after }, signal }) => {
      const payload = { ...request, limit: sizeOf(page), ...(after === null ? {} : { after }) };
      return (await bridge.run("find", payload, { signal })).payload;
    },
    initialPageParam: { page: 0, after: null },
    getNextPageParam: (last, pages) => (last.next === null ? null : { page: pages.length, after: last.next }),
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages ?? [];
  const { fetchNextPage } = query;
  const wanted = useRef(0);
  const state = useRef({ pages, more: false });
  state.current = { pages, more: query.hasNextPage && !query.isPlaceholderData };
  const pumping = useRef<Promise<void> | null>(null);

  // One loop at a time; whoever wants more meanwhile is served by it.
  const pump = useCallback(() => {
    const run = async () => {
      while (state.current.more && wanted.current >= loadedOf(state.current.pages)) {
        const { data, hasNextPage, isError } = await fetchNextPage({ cancelRefetch: false });
        if (isError) return;
        state.current = { pages: data?.pages ?? [], more: hasNextPage };
      }
    };
    pumping.current ??= run().finally(() => {
      pumping.current = null;
    });
    return pumping.current;
  }, [fetchNextPage]);
  const reach = useCallback(
    (place: number) => {
      wanted.current = place;
      void pump();
    },
    [pump],
  );
  const all = useCallback(async () => {
    wanted.current = Number.POSITIVE_INFINITY;
    await pump();
    wanted.current = 0;
    return state.current.pages.flatMap((page) => page.results);
  }, [pump]);

  const first = pages[0];
  return {
    total: first?.total ?? 0,
    pages,
    first,
    error: query.isError && !query.isPlaceholderData ? query.error : null,
    stale: query.isPlaceholderData,
    pending: query.isPending,
    at: (place) => pictureAt(pages, place),
    reach,
    all,
  };
}
