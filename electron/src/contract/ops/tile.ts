// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** The column `x` and row `y` of tiles of 512 pixels; level 0 is full size, each further one half of it. */
export interface TilePayload {
  picture: number;
  level: number;
  x: number;
  y: number;
}

/** Where the tile is; at the right and lower edge it is smaller than the others. */
export interface TileDone {
  path: string;
  media_type: string;
  width: number;
  height: number;
}
