import type { ParsedQuery, QueryForm } from "@contract";
import { create } from "zustand";
import { bridge } from "@/shared/bridge";
import { answers, ask } from "@/shared/data";

export const AXES = ["visual", "meaning", "keyword"] as const;
export type Axis = (typeof AXES)[number];
export type Weights = Partial<Record<Axis, number>>;

/** A picture from outside to search by: where the back end keeps it, and what to show of it. */
export interface Outside {
  path: string;
  shown: string;
}

/** A picture of the library to search by. */
export interface Alike {
  id: number;
  digest: string | null;
}

interface Search {
  text: string;
  like: Alike | null;
  image: Outside | null;
  weights: Weights | null;
  setText(text: string): void;
  setWeights(weights: Weights | null): void;
  byLike(like: Alike | null): void;
  byImage(image: Outside | null): void;
  clear(): void;
}

/** What is searched for now. The text holds the filters and the order too, so that it can be copied and kept. */
export const useSearch = create<Search>()((set) => ({
  text: "",
  like: null,
  image: null,
  weights: null,
  setText: (text) => set({ text }),
  setWeights: (weights) => set({ weights }),
  byLike: (like) => set({ like, image: null, text: "" }),
  byImage: (image) => set({ image, like: null, text: "" }),
  clear: () => set({ text: "", like: null, image: null }),
}));

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

/** Search by a picture that was dropped, pasted or chosen. */
export async function searchBy(picture: Blob): Promise<void> {
  const path = await bridge.upload(picture);
  const { image, byImage } = useSearch.getState();
  if (image) URL.revokeObjectURL(image.shown);
  byImage({ path, shown: URL.createObjectURL(picture) });
}
