// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Nothing is asked. */
export type DbStatsPayload = Record<string, never>;

/** The numbers. */
export interface DbStatsDone {
  stats: Numbers;
}

/** How many there are: pictures present and missing, generator records, tags, templates, presets, journal jobs. */
export interface Numbers {
  images: number;
  missing: number;
  prompts: number;
  tags: number;
  templates: number;
  presets: number;
  jobs: number;
}
