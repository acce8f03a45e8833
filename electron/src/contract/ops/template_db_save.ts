// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.
import type { Template } from "../shared";

/** The template; a name inside it wins over the one beside it. */
export interface TemplateDbSavePayload {
  name?: string | null;
  template: Template;
}

/** Where it is kept. */
export interface TemplateDbSaveDone {
  id: number;
  name: string;
}
