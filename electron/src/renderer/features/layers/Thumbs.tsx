import { useEffect, useRef } from "react";
import { bridge } from "@/shared/bridge";
import { loadPicture, Turns } from "@/shared/pictures";

/** Pixels of the longer side: sharp on a screen with two pixels for one. */
const SIZE = 64;
const KEPT = 400;
// Few at a time, so that what a switch of a layer shows never waits behind them.
const turns = new Turns(2);
const kept = new Map<string, ImageBitmap>();

function keep(address: string, picture: ImageBitmap): ImageBitmap {
  kept.set(address, picture);
  for (const [old, one] of kept) {
    if (kept.size <= KEPT) break;
    kept.delete(old);
    one.close();
  }
  return picture;
}

async function small(address: string, signal: AbortSignal): Promise<ImageBitmap> {
  const known = kept.get(address);
  if (known) return known;
  const image = await turns.run(() => loadPicture(address, signal), signal);
  return kept.get(address) ?? keep(address, await createImageBitmap(image));
}

/** What is in a layer, small; asked for while it is in sight. */
export function LayerThumb({ picture, layer }: { picture: number; layer: number }) {
  const place = useRef<HTMLCanvasElement>(null);
  const address = bridge.preview(picture, { only: layer, crop: true, size: SIZE });
  useEffect(() => {
    const leaving = new AbortController();
    small(address, leaving.signal)
      .then((shown) => !leaving.signal.aborted && place.current && draw(place.current, shown))
      .catch(() => {}); // scrolled away, or nothing to be seen: the place stays empty
    return () => leaving.abort();
  }, [address]);
  return <canvas ref={place} width={SIZE} height={SIZE} data-thumb className="size-full" />;
}

function draw(canvas: HTMLCanvasElement, shown: ImageBitmap): void {
  const scale = Math.min(1, SIZE / Math.max(shown.width, shown.height));
  const [width, height] = [shown.width * scale, shown.height * scale];
  const pen = canvas.getContext("2d");
  pen?.clearRect(0, 0, SIZE, SIZE);
  pen?.drawImage(shown, (SIZE - width) / 2, (SIZE - height) / 2, width, height);
  canvas.dataset.thumb = "there";
}
