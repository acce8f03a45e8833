/** The side of a tile, as the back end cuts them. */
export const TILE = 512;

export interface Source {
  id: number;
  width: number;
  height: number;
}

/** How often a picture is halved until it fits one tile. */
export function halvings(width: number, height: number): number {
  return Math.max(0, Math.ceil(Math.log2(Math.max(width, height, 1) / TILE)));
}

/** What OpenSeadragon needs to ask for tiles. Its levels count up to full size, those of the back end down from it. */
export function pyramid(
  { id, width, height }: Source,
  tile: (id: number, level: number, x: number, y: number) => string,
) {
  const maxLevel = halvings(width, height);
  return {
    width,
    height,
    tileSize: TILE,
    tileOverlap: 0,
    minLevel: 0,
    maxLevel,
    getTileUrl: (level: number, x: number, y: number) => tile(id, maxLevel - level, x, y),
  };
}
