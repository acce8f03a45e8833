// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { PlainValue, Problem } from "../shared";

/** The folder; `mode` says what the pictures share and what a value keeps. */
export interface BuildNaisPayload {
  folder: string;
  include_negative?: boolean | null;
  mode?: "intersection" | "union" | "difference" | null;
  progress_step?: number | null;
  workers?: number | null;
}

/** The variable named after the folder, what its pictures share, and values that get into each other's way. */
export interface BuildNaisDone {
  variable_name: string | null;
  values: PlainValue[];
  common_tags: string[];
  stats: BuildStats;
  problems: Problem[];
}

/** How many pictures there are and have tags, how many tags they share, how many values keep none. */
export interface BuildStats {
  total: number;
  tagged: number;
  common_count: number;
  empty_unique: number;
}
