// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Nothing is asked. */
export type TemplateDbListPayload = Record<string, never>;

/** Every template, the newest first. */
export interface TemplateDbListDone {
  templates: ListedTemplate[];
}

/** A template without its variables. */
export interface ListedTemplate {
  id: number;
  name: string;
  updated_at: string;
}
