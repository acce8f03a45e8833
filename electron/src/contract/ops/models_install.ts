// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which model; `source` is a folder to take it from, `precisions` none means the one that suits the device.

Progress counts MiB. */
export interface ModelsInstallPayload {
  id: string;
  source?: string | null;
  precisions?: ("fp32" | "fp16" | "int8")[] | null;
  progress_step?: number | null;
}

/** What is installed now; `already` where nothing was to be done.

`differences` tells what the checkpoint says otherwise than the catalogue, which then follows the checkpoint. */
export interface ModelsInstallDone {
  id: string;
  precision: string;
  precisions: string[];
  commit: string;
  size: number;
  already: boolean;
  differences: string[];
}
