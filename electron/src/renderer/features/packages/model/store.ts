import { create } from "zustand";
import type { DoneOf } from "@/shared/bridge";
import { EXPORT, type ExportForm } from "./form";

export type Told = DoneOf<"package_export">["payload"];
export type Inside = DoneOf<"package_inspect">["payload"];
export type Report = DoneOf<"package_import">["payload"];
export const POLICIES = ["keep", "replace", "newest"] as const;
export type Policy = (typeof POLICIES)[number];

interface Packages {
  form: ExportForm;
  /** What the package would hold, or holds where it was written; of the form of now. */
  told: Told | null;
  written: boolean;
  path: string;
  inside: Inside | null;
  /** Folders of this machine by those of the other. */
  ours: Readonly<Record<string, string>>;
  policy: Policy;
  /** What taking it in would do, or did; of the choices of now. */
  report: Report | null;
  /** Change the form; what was told of another one is forgotten. */
  ask(change: Partial<ExportForm>): void;
  /** Choose another package to take in. */
  look(path: string): void;
  choose(change: { ours?: Readonly<Record<string, string>>; policy?: Policy }): void;
}

/** What the user is at on this screen; it stays while he looks at another one. */
export const usePackages = create<Packages>()((set) => ({
  form: EXPORT,
  told: null,
  written: false,
  path: "",
  inside: null,
  ours: {},
  policy: "keep",
  report: null,
  ask: (change) => set(({ form }) => ({ form: { ...form, ...change }, told: null, written: false })),
  look: (path) => set({ path, inside: null, ours: {}, report: null }),
  choose: (change) => set({ ...change, report: null }),
}));
