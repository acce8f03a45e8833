// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The number of a picture. */
export interface PicturePayload {
  id: number;
}

/** The picture; width and height are upright, `layers` stand from the bottom, a group before its members. */
export interface PictureDone {
  id: number;
  path: string;
  missing: boolean;
  bytes: number;
  date_ms: number;
  rating: number | null;
  label: string | null;
  digest: string | null;
  format: string | null;
  width: number | null;
  height: number | null;
  depth: number | null;
  color_mode: string | null;
  icc: string | null;
  layer_count: number;
  camera: string;
  exif: Record<string, unknown>;
  text: Record<string, string>;
  palette: [string, number][];
  caption: string | null;
  caption_source: string | null;
  tags: string[];
  warnings: string[];
  thumbnail: string | null;
  layers: PictureLayer[];
  prompt: PicturePrompt | null;
}

/** One layer or group; `path` holds the numbers of the groups around it, `bbox` is left, top, right, bottom. */
export interface PictureLayer {
  id: number;
  path: number[];
  name: string;
  kind: string;
  visible: boolean;
  opacity: number;
  fill: number;
  blend: string;
  bbox: [number, number, number, number];
  clipping: boolean;
  mask: boolean;
  text: string | null;
  fonts: string[];
  effects: string[];
  locks: string[];
  color_label: string | null;
  smart_object: string | null;
}

/** What a generator wrote into the file; `tags` by the sets that they stand in. */
export interface PicturePrompt {
  generator: string;
  prompt: string | null;
  negative: string | null;
  tags: Record<string, string[]>;
  settings: Record<string, string | number | boolean>;
}
