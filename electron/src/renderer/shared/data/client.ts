import type { OpName } from "@contract";
import { QueryClient } from "@tanstack/react-query";
import { bridge, CancelledError, type DoneOf, type PayloadOf } from "../bridge";
import { failureOf, failureText, text } from "../text";
import { tell } from "../ui";

const KEPT_MS = 5 * 60_000;

/** Answers of the back end. They stay true until something changes them here, so nothing is asked again by itself. */
export const answers = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: KEPT_MS,
      retry: false,
      refetchOnWindowFocus: false,
      networkMode: "always",
    },
  },
});

/** Say that an operation failed; one that was cancelled failed for nobody. */
export function tellError(error: unknown): void {
  if (error instanceof CancelledError) return;
  const failure = failureOf(error);
  tell({ message: failureText(failure), failure, bad: true });
}

/** Ask for an operation once, outside of components; errors are told and give null. */
export async function ask<O extends OpName>(op: O, payload: PayloadOf<O>): Promise<DoneOf<O>["payload"] | null> {
  try {
    return (await bridge.run(op, payload)).payload;
  } catch (error) {
    tellError(error);
    return null;
  }
}

/** Forget what was answered by some operations; what is on the screen is asked for anew. */
export function forget(ops: readonly OpName[]): void {
  for (const op of ops) void answers.invalidateQueries({ queryKey: [op] });
}

/** What an edit of the user can change on the screen. */
const EDITED: readonly OpName[] = [
  "find",
  "facets",
  "tag_list",
  "tag_cloud",
  "tag_suggest",
  "suggest",
  "comment_list",
  "collection_list",
  "filter_preset_list",
  "edit_list",
  "picture",
  "duplicates_plan",
  "duplicates_apart",
];

/** Take a change back, or make it again with `redo`. */
export async function undo(edit?: number, redo = false): Promise<void> {
  const done = await ask("edit_undo", { ...(edit === undefined ? {} : { edit }), redo });
  if (!done) return;
  forget(EDITED);
  tell({ message: text(redo ? "app.redone" : "app.undone") });
}

type Editing = { [O in OpName]: DoneOf<O>["payload"] extends { edit: number | null } ? O : never }[OpName];

/** Change the library and say so, with a way back; null where it failed. */
export async function edit<O extends Editing>(
  op: O,
  payload: PayloadOf<O>,
  told: (done: DoneOf<O>["payload"]) => string,
): Promise<DoneOf<O>["payload"] | null> {
  const done = await ask(op, payload);
  if (!done) return null;
  forget(EDITED);
  const { edit: number } = done as { edit: number | null };
  const action = number === null ? {} : { action: { label: text("app.undo"), run: () => void undo(number) } };
  tell({ message: told(done), ...action });
  return done;
}

/** Make several changes of one kind and say so once, with a way back for all of them; how many were made. */
export async function editAll<O extends Editing>(
  op: O,
  payloads: readonly PayloadOf<O>[],
  told: (made: number) => string,
): Promise<number> {
  const numbers: number[] = [];
  let made = 0;
  for (const payload of payloads) {
    const done = await ask(op, payload);
    if (!done) break;
    made += 1;
    const { edit: number } = done as { edit: number | null };
    if (number !== null) numbers.push(number);
  }
  if (made === 0) return 0;
  forget(EDITED);
  const action = numbers.length > 0 ? { action: { label: text("app.undo"), run: () => void undoAll(numbers) } } : {};
  tell({ message: told(made), ...action });
  return made;
}

/** Take several changes back, the latest first, because it may stand on those before it. */
async function undoAll(edits: readonly number[]): Promise<void> {
  for (const one of [...edits].reverse()) if (!(await ask("edit_undo", { edit: one }))) break;
  forget(EDITED);
  tell({ message: text("app.undone") });
}
