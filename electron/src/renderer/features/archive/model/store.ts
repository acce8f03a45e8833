import { create } from "zustand";
import { persist } from "zustand/middleware";
import { type Draft, EMPTY } from "./draft";
import { type Asked, unwanting, wanting } from "./wanted";

export const STEPS = ["folder", "tags", "template", "plan", "history"] as const;
export type Step = (typeof STEPS)[number];

/** Where a tag goes that is pressed: a value, or a variable that gets a new value. */
export interface Aim {
  variable: number;
  value: number | null;
}

interface Archive extends Asked {
  step: Step;
  draft: Draft;
  aim: Aim | null;
  /** Paths of the pictures whose new names are shown beside the template. */
  watched: readonly string[];
  /** Folders that were worked on, the newest first. */
  recent: readonly string[];
  /** The latest drafts that were carried out, to go on where they were stopped. */
  ran: readonly Draft[];
  /** The next run passes over what a stopped one has done. */
  resume: boolean;
  change(make: (draft: Draft) => Draft): void;
  set(change: Partial<Archive>): void;
}

export const NOTHING_ASKED: Asked = { with: [], without: [], joining: null };
const RECENT = 8;
const RAN = 5;

/** What the user works on in the tag archive; it stays when the app is closed. */
export const useArchive = create<Archive>()(
  persist(
    (set) => ({
      ...{ step: "folder", draft: EMPTY, aim: null, watched: [], recent: [], ran: [], resume: false },
      ...NOTHING_ASKED,
      change: (make) => set(({ draft }) => ({ draft: make(draft), resume: false })),
      set: (change) => set(change),
    }),
    {
      name: "imageparser.archive",
      version: 1,
      partialize: ({ step, draft, recent, ran }) => ({ step, draft, recent, ran }),
    },
  ),
);

/** Work on a folder from now on. */
export function openFolder(folder: string): void {
  const { draft, recent, set } = useArchive.getState();
  set({
    draft: { ...draft, folder },
    recent: [folder, ...recent.filter((one) => one !== folder)].slice(0, RECENT),
    ...(draft.folder === folder ? {} : { ...NOTHING_ASKED, watched: [], resume: false }),
  });
}

/** Remember a draft that is carried out. */
export function remember(draft: Draft): void {
  const others = useArchive.getState().ran.filter((one) => one.folder !== draft.folder || one.kind !== draft.kind);
  useArchive.setState({ ran: [draft, ...others].slice(0, RAN) });
}

/** Look for pictures with a tag, or without it; a tag that is looked for already is not any more. */
export function toggleTag(tag: string, list: "with" | "without" = "with"): void {
  const { set, with: groups, without, joining } = useArchive.getState();
  set((list === "with" ? wanting : unwanting)({ with: groups, without, joining }, tag));
}

/** Show the new name of a picture beside the template, or do not. */
export function toggleWatched(path: string): void {
  const { watched, set } = useArchive.getState();
  set({ watched: watched.includes(path) ? watched.filter((one) => one !== path) : [...watched, path] });
}
