import { type InfiniteData, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { bridge } from "@/shared/bridge";
import type { FindDone, FoundPicture } from "@/shared/data";
import { formOf } from "./model/query";
import { useArchive } from "./model/store";

const PAGE = 200;

export interface Pictures {
  total: number;
  loaded: readonly FoundPicture[];
  pending: boolean;
  error: Error | null;
  /** Have the next page loaded, where there is one. */
  more(): void;
}

/** The pictures of the folder that have the tags that are looked for, page after page. */
export function usePictures(): Pictures {
  const { draft, with: some, without } = useArchive();
  const { folder } = draft;
  const form = useMemo(() => formOf({ folder, with: some, without }), [folder, some, without]);
  const query = useInfiniteQuery<FindDone, Error, InfiniteData<FindDone>, unknown[], string | null>({
    queryKey: ["find", { archive: form }],
    queryFn: async ({ pageParam, signal }) => {
      const payload = { form, limit: PAGE, ...(pageParam === null ? {} : { after: pageParam }) };
      return (await bridge.run("find", payload, { signal })).payload;
    },
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    enabled: folder !== "",
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const loaded = useMemo(() => data?.pages.flatMap((page) => page.results) ?? [], [data]);
  return {
    total: data?.pages[0]?.total ?? 0,
    loaded,
    pending: query.isPending,
    error: query.error,
    more: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}
