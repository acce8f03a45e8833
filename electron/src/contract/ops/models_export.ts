// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The checkpoint's folder, the id of the model to be, and a folder for it, which `models_install` takes. */
export interface ModelsExportPayload {
  folder: string;
  id: string;
  out: string;
  precisions?: ("fp32" | "fp16" | "int8")[] | null;
  progress_step?: number | null;
}

/** Where the model lies, how large it is, and how far each graph is from the checkpoint. */
export interface ModelsExportDone {
  id: string;
  folder: string;
  entry: string;
  size: number;
  parity: Record<string, Record<string, unknown>[]>;
  differences: string[];
}
