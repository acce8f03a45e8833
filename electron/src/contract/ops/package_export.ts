// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { PackageChosen, PackageCounts, PackageOptions, PackageVectors } from "../shared";

/** Where to, and what: a folder, a collection, a query or pictures by their numbers; without any the whole library.

`share` leaves out where files lie, without `names` what they are called, too; `notes` are comments, too. A file
that is there is written over only with `replace`. With `weigh` nothing is written: the counts, the size but for
some bytes, and what stands in the way are told, and `package` is empty. */
export interface PackageExportPayload {
  path: string;
  folder?: string | null;
  collection?: number | null;
  query?: string | null;
  ids?: number[] | null;
  thumbnails?: boolean | null;
  vectors?: boolean | null;
  share?: boolean | null;
  names?: boolean | null;
  notes?: boolean | null;
  replace?: boolean | null;
  weigh?: boolean | null;
  progress_step?: number | null;
}

/** The package that was written, or would be. */
export interface PackageExportDone {
  path: string;
  package: string;
  bytes: number;
  version: number;
  program: string;
  made_at: number;
  chosen: PackageChosen;
  options: PackageOptions;
  roots: string[];
  counts: PackageCounts;
  vectors: PackageVectors[];
}
