import type { DoneOf } from "@/shared/bridge";
import type { TextKey } from "@/shared/text";

export type Health = DoneOf<"health">["payload"];
export type Finding = Health["findings"][number];

/** What each finding means and what its repair does, in a sentence or two. */
const ABOUT: Record<string, TextKey> = {
  integrity: "app.health.about.integrity",
  foreign_keys: "app.health.about.foreign_keys",
  folders_not_recorded: "app.health.about.folders",
  folders_without_files: "app.health.about.folders",
  done_without_content: "app.health.about.reread",
  text_not_indexed: "app.health.about.keywords",
  text_without_file: "app.health.about.keywords",
  index_damaged: "app.health.about.keywords",
  tag_names_wrong: "app.health.about.keywords",
  postings_wrong: "app.health.about.keywords",
  colors_missing: "app.health.about.derived",
  prompts_missing: "app.health.about.derived",
  vectors_missing: "app.health.about.vectors_missing",
  vectors_without_file: "app.health.about.orphans",
  layer_pictures_without_layer: "app.health.about.orphans",
  thumbnails_without_file: "app.health.about.orphans",
  codes_without_vectors: "app.health.about.orphans",
  backups_broken_off: "app.health.about.backups_broken_off",
  thumbnails_missing: "app.health.about.thumbnails",
  thumbnails_damaged: "app.health.about.thumbnails",
  thumbnails_stale: "app.health.about.thumbnails_stale",
  codes_damaged: "app.health.about.codes",
  files_unreadable: "app.health.about.files_unreadable",
  tasks_failed: "app.health.about.tasks_failed",
  tasks_waiting: "app.health.about.tasks_waiting",
  paths_skipped: "app.health.about.paths_skipped",
  pictures_gone: "app.health.about.pictures_gone",
  pictures_gone_with_marks: "app.health.about.pictures_gone_with_marks",
  vectors_of_former_models: "app.health.about.former_models",
};

/** The key of what a finding means; one that this app does not know is told by its name alone. */
export function aboutOf(code: string): TextKey | null {
  return ABOUT[code] ?? null;
}

export const KNOWN_FINDINGS: readonly string[] = Object.keys(ABOUT);

/** Repairs that take something away for good, which is said before they are done. */
const FOR_GOOD = new Set(["pictures_gone", "vectors_of_former_models", "backups_broken_off"]);

export function isForGood(code: string): boolean {
  return FOR_GOOD.has(code);
}

/** The findings that one press mends: all faults that are not mended by name only. */
export function mendedTogether({ findings }: Pick<Health, "findings">): Finding[] {
  return findings.filter(({ repair }) => repair === "always");
}

/** What a repair has done, or would do: the findings that it told something of. */
export function touched({ findings, notices }: Pick<Health, "findings" | "notices">): Finding[] {
  return [...findings, ...notices].filter(({ repaired }) => repaired !== null);
}

/** The places on the disk by size, what can be made again behind what cannot; nothing that takes no room. */
export function places(disk: Health["disk"]): { place: DiskPlace; bytes: number }[] {
  return DISK.map((place) => ({ place, bytes: disk[place] })).filter(({ bytes }) => bytes > 0);
}

export const DISK = ["library", "thumbnails", "codes", "backups", "models", "cache"] as const;
export type DiskPlace = (typeof DISK)[number];

/** The kinds of tables by size. */
export function tablesOf(disk: Health["disk"]): { kind: string; bytes: number }[] {
  return Object.entries(disk.tables ?? {})
    .map(([kind, bytes]) => ({ kind, bytes }))
    .filter(({ bytes }) => bytes > 0)
    .sort((one, two) => two.bytes - one.bytes);
}
