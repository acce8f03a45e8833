import type { ParsedQuery, QueryForm } from "@contract";
import { create } from "zustand";
import { bridge } from "@/shared/bridge";
import { answers, ask } from "@/shared/data";
import { text } from "@/shared/text";
import { changedLike, keyOf, type Like, type Mode, type Well, withLike, withoutLike } from "./wells";

export const AXES = ["visual", "meaning", "keyword"] as const;
export type Axis = (typeof AXES)[number];
export type Weights = Partial<Record<Axis, number>>;

interface Search {
  text: string;
  /** What pictures are compared with. */
  wells: readonly Well[];
  mode: Mode;
  weights: Weights | null;
  setText(text: string): void;
  setWeights(weights: Weights | null): void;
  setMode(mode: Mode): void;
  /** Compare with one thing more. */
  add(like: Like, minus?: boolean): void;
  remove(key: string): void;
  alter(key: string, change: Partial<Pick<Well, "minus" | "weight">>): void;
  /** Search by one thing alone. */
  by(like: Like): void;
  clear(): void;
}

/** What is searched for now. The text holds the filters and the order too, so that it can be copied and kept. */
export const useSearch = create<Search>()((set) => {
  const become = (make: (wells: readonly Well[]) => readonly Well[], more: Partial<Search> = {}) =>
    set(({ wells }) => {
      const next = make(wells);
      release(wells, next);
      return { wells: next, ...more };
    });
  return {
    text: "",
    wells: [],
    mode: "all",
    weights: null,
    setText: (text) => set({ text }),
    setWeights: (weights) => set({ weights }),
    setMode: (mode) => set({ mode }),
    add: (like, minus = false) => become((wells) => withLike(wells, like, minus)),
    remove: (key) => become((wells) => withoutLike(wells, key)),
    alter: (key, change) => become((wells) => changedLike(wells, key, change)),
    by: (like) => become(() => withLike([], like, false), { text: "" }),
    clear: () => become(() => [], { text: "" }),
  };
});

/** Give back the memory of pictures from outside that are compared with no more. */
function release(before: readonly Well[], after: readonly Well[]): void {
  const kept = new Set(after.map(({ like }) => keyOf(like)));
  for (const { like } of before) if (like.kind === "file" && !kept.has(keyOf(like))) URL.revokeObjectURL(like.shown);
}

export async function parse(query: string): Promise<ParsedQuery> {
  const payload = { query };
  const found = await answers.fetchQuery({
    queryKey: ["query_parse", payload],
    queryFn: async () => (await bridge.run("query_parse", payload)).payload,
  });
  return found.parsed;
}

let turn: Promise<void> = Promise.resolve();

/** Change the query through its parts; changes wait for one another, so that none is lost. */
export function change(make: (query: ParsedQuery) => QueryForm): Promise<void> {
  turn = turn.then(async () => {
    const made = await ask("query_parse", { form: make(await parse(useSearch.getState().text)) });
    if (made) useSearch.getState().setText(made.parsed.text);
  });
  return turn;
}

/** A picture that was dropped, pasted or chosen, as something to compare with. */
export async function brought(picture: Blob): Promise<Like> {
  const path = await bridge.upload(picture);
  const name = picture instanceof File && picture.name ? picture.name : text("app.wells.outside");
  return { kind: "file", path, shown: URL.createObjectURL(picture), name };
}

/** Search by a picture that was dropped, pasted or chosen, and by nothing else. */
export async function searchBy(picture: Blob): Promise<void> {
  const like = await brought(picture);
  useSearch.getState().by(like);
}
