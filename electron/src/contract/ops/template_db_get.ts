// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { PlainTemplate } from "../shared";

/** Which one; `id` wins over `name`. */
export interface TemplateDbGetPayload {
  id?: number | null;
  name?: string | null;
}

/** The template. */
export interface TemplateDbGetDone {
  id: number;
  name: string;
  payload: PlainTemplate;
  updated_at: string;
}
