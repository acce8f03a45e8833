// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which server; where nothing is said, that of the settings. */
export interface CaptionsCheckPayload {
  url?: string | null;
  api?: "ollama" | "openai" | null;
}

/** Whether the server answers, and with what error it does not; its models, and those that it can be told to fetch.

`asked` is what the settings would ask there now, empty where captions need no server; `ready`: it is there. */
export interface CaptionsCheckDone {
  url: string;
  api: "ollama" | "openai";
  reachable: boolean;
  code: string | null;
  message: string;
  models: CaptionModelOnServer[];
  known: CaptionModelKnown[];
  asked: string;
  ready: boolean;
}

/** A model that the server has; its size is 0 where the server does not tell. */
export interface CaptionModelOnServer {
  name: string;
  size: number;
}

/** A model of the catalogue that such a server can fetch: what the server calls it, and whether it is there. */
export interface CaptionModelKnown {
  id: string;
  title: string;
  name: string;
  tiers: string[];
  licence: string;
  memory_mb: number;
  there: boolean;
}
