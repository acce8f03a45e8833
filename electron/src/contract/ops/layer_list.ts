// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The number of the picture. */
export interface LayerListPayload {
  picture: number;
}

/** The layers, bottom to top, a group before its members; none where the picture is no document. */
export interface LayerListDone {
  layers: ListedLayer[];
}

/** A layer or group; `path` holds the groups around it, the outermost first, `bbox` is left, top, right, bottom.

`opacity` is 0-255; `visible` is its own eye, whatever the groups around it say. */
export interface ListedLayer {
  id: number;
  path: number[];
  name: string;
  kind: string;
  visible: boolean;
  opacity: number;
  blend: string;
  bbox: number[];
  clipping: boolean;
  mask: boolean;
  text: string | null;
}
