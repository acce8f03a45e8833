// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { PackageChosen, PackageCounts, PackageOptions, PackageVectors } from "../shared";

/** Which package; `verify` reads all of it, else only its directory and manifest are looked at. */
export interface PackageInspectPayload {
  path: string;
  verify?: boolean | null;
  progress_step?: number | null;
}

/** The package, and whether all of it was read and found sound. */
export interface PackageInspectDone {
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
  verified: boolean;
}
