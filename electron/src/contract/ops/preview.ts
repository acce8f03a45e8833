// Made by `make contract` from the models in python/imageparser/ipc. Do not edit.

/** Which picture, reduced by a whole factor to at least `size` pixels on its longer side; null is full size.

`hidden` and `shown` are layers whose eye is switched, `only` is the one layer to show, with `crop` cut to its box;
with `layers` the picture is made from its layers though none is switched. `region` (left, top, right, bottom) is
the only part that is wanted. `against` is another picture: the difference is shown, black where both are alike. */
export interface PreviewPayload {
  picture: number;
  size?: number | null;
  hidden?: number[] | null;
  shown?: number[] | null;
  only?: number | null;
  crop?: boolean | null;
  region?: number[] | null;
  layers?: boolean | null;
  against?: number | null;
}

/** Where the rendering is: the user's file itself, or one that may be deleted at any time. */
export interface PreviewDone {
  path: string;
  media_type: string;
  width: number;
  height: number;
}
