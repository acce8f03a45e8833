import type { OpName } from "@contract";
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { bridge, type DoneOf, type PayloadOf } from "../bridge";

export { answers, ask, edit, editAll, forget, tellError, undo } from "./client";
export type * from "./types";

interface Options {
  enabled?: boolean;
  /** Show the answer to the question before until this one is there. */
  keep?: boolean;
  /** Ask again whenever a place that shows it is opened; the answer before is shown meanwhile. */
  fresh?: boolean;
}

/** The answer to a question, kept until something changes it. */
export function useAsk<O extends OpName>(
  op: O,
  payload: PayloadOf<O>,
  { enabled = true, keep = false, fresh = false }: Options = {},
): UseQueryResult<DoneOf<O>["payload"]> {
  return useQuery({
    queryKey: [op, payload],
    queryFn: async ({ signal }): Promise<DoneOf<O>["payload"]> => (await bridge.run(op, payload, { signal })).payload,
    enabled,
    ...(fresh ? { refetchOnMount: "always" as const } : {}),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  }) as UseQueryResult<DoneOf<O>["payload"]>;
}
