import OpenSeadragon from "openseadragon";
import { AS_STORED, changed, type Eyes } from "@/features/layers";
import { bridge, type PreviewOptions } from "@/shared/bridge";
import { loadPicture } from "@/shared/pictures";
import type { Source } from "./model/pyramid";
import { factorFor, type Part, partIn, sizeFor } from "./model/sharp";
import type { Eye } from "./Stage";

/** Pixels of the longer side that are drawn at once after a switch; what is missing to a larger screen follows. */
const AT_ONCE = 1000;
const WARM_MS = 250;

/** A drawing that was begun before anybody asked for it. */
interface Ahead {
  address: string;
  picture: Promise<HTMLImageElement>;
  leaving: AbortController;
}

/** What the layers of a document make as they are switched, above its stored picture: first the whole as large as it
 * can be at once, then the part in sight as sharp as the screen shows it. */
export class Rendering {
  readonly #eye: Eye;
  readonly #source: Source;
  readonly #whole = sheet("whole");
  readonly #sharp = sheet("sharp");
  #eyes: Eyes | null = null;
  #leaving = new AbortController();
  #ahead: Ahead | null = null;
  #warming: ReturnType<typeof setTimeout> | undefined;

  constructor(eye: Eye, source: Source) {
    this.#eye = eye;
    this.#source = source;
    const { width, height } = source;
    // They lie below what else is marked in the picture, so they are there before it.
    for (const element of [this.#whole, this.#sharp])
      eye.addOverlay({ element, location: new OpenSeadragon.Rect(0, 0, 1, height / width) });
    eye.addHandler("animation-finish", this.#refine);
    eye.addHandler("resize", this.#refine);
  }

  /** Show the document with these eyes; as it is stored where none is switched. */
  show(eyes: Eyes): void {
    this.#leaving.abort();
    this.#leaving = new AbortController();
    if (!changed(eyes)) {
      this.#eyes = null;
      this.expect(null);
      this.#cover(false);
      return;
    }
    this.#eyes = eyes;
    this.#draw().catch(() => {}); // another switch came before it was drawn
  }

  /** Begin to draw what will perhaps be shown next; with nothing, end what was begun. */
  expect(eyes: Eyes | null): void {
    this.#ahead?.leaving.abort();
    this.#ahead = null;
    if (!eyes || !changed(eyes)) return;
    const leaving = new AbortController();
    const address = this.#address(this.#size(), eyes);
    const picture = loadPicture(address, leaving.signal);
    picture.catch(() => {}); // whoever wants it hears of it
    this.#ahead = { address, picture, leaving };
  }

  /** Have the layers read soon, so that the first switch is as quick as the others. */
  warm(): void {
    const { id } = this.#source;
    this.#warming = setTimeout(
      () => loadPicture(bridge.preview(id, { ...this.#size(), layers: true }), this.#leaving.signal).catch(() => {}),
      WARM_MS,
    );
  }

  close(): void {
    clearTimeout(this.#warming);
    this.expect(null);
    this.#leaving.abort();
    this.#eye.removeHandler("animation-finish", this.#refine);
    this.#eye.removeHandler("resize", this.#refine);
    for (const element of [this.#whole, this.#sharp]) this.#eye.removeOverlay(element);
  }

  async #draw(): Promise<void> {
    const address = this.#address(this.#size(), this.#eyes);
    paint(this.#whole, await this.#loaded(address));
    this.#whole.dataset.shown = address;
    this.#sharp.style.visibility = "hidden";
    this.#cover(true);
    this.#refine();
  }

  /** Take the drawing that was begun ahead where it is this one, else begin it. */
  #loaded(address: string): Promise<HTMLImageElement> {
    const ahead = this.#ahead;
    if (ahead?.address !== address) return loadPicture(address, this.#leaving.signal);
    this.#ahead = null;
    this.#leaving = ahead.leaving;
    return ahead.picture.catch(() => loadPicture(address, ahead.leaving.signal));
  }

  /** Draw the part in sight sharper where the whole is too small for the screen. */
  readonly #refine = (): void => {
    const item = this.#eye.world.getItemAt(0);
    if (!this.#eyes || !item || this.#whole.style.visibility === "hidden") return;
    const scale = this.#scale();
    if (this.#whole.width >= this.#source.width * Math.min(scale, 1) * 0.95) return;
    const factor = factorFor(scale);
    const part = partIn(item.viewportToImageRectangle(this.#eye.viewport.getBounds(true)), this.#source, factor);
    if (!part) return;
    const longer = Math.max(part[2] - part[0], part[3] - part[1]);
    const address = this.#address({ region: part, size: sizeFor(longer, factor) }, this.#eyes);
    if (this.#sharp.dataset.shown === address && this.#sharp.style.visibility !== "hidden") return;
    const { signal } = this.#leaving;
    loadPicture(address, signal)
      .then((image) => {
        paint(this.#sharp, image);
        this.#sharp.dataset.shown = address;
        this.#sharp.style.visibility = "";
        this.#eye.updateOverlay(this.#sharp, this.#place(part));
      })
      .catch(() => {});
  };

  #address(how: PreviewOptions, eyes: Eyes | null): string {
    const { hidden, shown, only } = eyes ?? AS_STORED;
    const switches = { hidden: [...hidden], shown: [...shown], ...(only === null ? {} : { only }) };
    return bridge.preview(this.#source.id, { ...how, ...switches });
  }

  /** How many pixels of the screen one of the picture takes. */
  #scale(): number {
    const item = this.#eye.world.getItemAt(0);
    return (item?.viewportToImageZoom(this.#eye.viewport.getZoom(true)) ?? 1) * window.devicePixelRatio;
  }

  /** The size of the whole that can be drawn at once. It does not follow the zoom, so that layers are reduced once. */
  #size(): { size: number } {
    const item = this.#eye.world.getItemAt(0);
    const home = item?.viewportToImageZoom(this.#eye.viewport.getHomeZoom()) ?? 1;
    const longer = Math.max(this.#source.width, this.#source.height);
    const factor = Math.max(factorFor(home * window.devicePixelRatio), Math.ceil(longer / AT_ONCE));
    return { size: sizeFor(longer, factor) };
  }

  #place([left, top, right, bottom]: Part): OpenSeadragon.Rect {
    const { width } = this.#source; // the viewport measures in widths of the picture
    return new OpenSeadragon.Rect(left / width, top / width, (right - left) / width, (bottom - top) / width);
  }

  #cover(on: boolean): void {
    this.#whole.style.visibility = on ? "" : "hidden";
    if (!on) this.#sharp.style.visibility = "hidden";
    this.#eye.world.getItemAt(0)?.setOpacity(on ? 0 : 1);
  }
}

function sheet(name: string): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.dataset.rendering = name;
  canvas.className = "pointer-events-none";
  canvas.style.visibility = "hidden";
  return canvas;
}

function paint(canvas: HTMLCanvasElement, image: HTMLImageElement): void {
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
}
