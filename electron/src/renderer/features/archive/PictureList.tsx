import { useVirtualizer } from "@tanstack/react-virtual";
import { ImageOff, ImagePlus, SearchX } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { errorText, useText } from "@/shared/text";
import { Blank, Busy, Button } from "@/shared/ui";
import { show } from "./model/scanning";
import { NOTHING_ASKED, useArchive } from "./model/store";
import { PictureRow } from "./PictureRow";
import type { Pictures } from "./usePictures";
import { useUnshown } from "./useUnshown";

const OVERSCAN = 4;
const USUAL = 112;

interface Props {
  pictures: Pictures;
  /** What a press on a tag does. */
  press: (tag: string, shift: boolean) => void;
  /** What the hint of a tag says. */
  hint: string;
  /** Pictures can be chosen, so that their new names are shown. */
  watching?: boolean;
}

/** Pictures with the tags of their prompts; only those near the screen are in the document. */
export function PictureList({ pictures, press, hint, watching = false }: Props) {
  const t = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const { loaded, total, more } = pictures;
  const virtual = useVirtualizer({
    count: loaded.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => USUAL,
    getItemKey: (index) => loaded[index]?.id ?? index,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= loaded.length - OVERSCAN && loaded.length < total) more();
  }, [last, loaded.length, total, more]);
  const toggle = (id: number) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  if (pictures.error) return <Blank icon={ImageOff} title={errorText("internal")} role="alert" />;
  if (pictures.pending) {
    return (
      <div className="grid flex-1 place-items-center">
        <Busy label={t("app.loading")} />
      </div>
    );
  }
  if (total === 0) return <NoPictures />;
  return (
    <section
      ref={scroller}
      data-pictures
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      aria-label={t("app.archive.pictures")}
      className="relative min-h-0 flex-1 overflow-auto outline-none focus-visible:-outline-offset-2 focus-visible:outline-2 focus-visible:outline-accent"
    >
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start, key }) => {
          const picture = loaded[index];
          if (!picture) return null;
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={total}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0 border-b border-line"
              style={{ transform: `translateY(${start}px)` }}
            >
              <PictureRow
                picture={picture}
                press={press}
                hint={hint}
                watching={watching}
                open={open.has(picture.id)}
                toggle={() => toggle(picture.id)}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function NoPictures() {
  const t = useText();
  const { with: some, without, set, draft } = useArchive();
  const { left, job } = useUnshown(0);
  if (left > 0) {
    return (
      <Blank icon={ImagePlus} title={t("app.archive.show.none")}>
        <p>{t("app.archive.show.why", { count: left })}</p>
        {!job && (
          <Button look="accent" onPress={() => void show(draft.folder)}>
            {t("app.archive.show.make")}
          </Button>
        )}
      </Blank>
    );
  }
  if (some.length + without.length === 0) {
    return (
      <Blank icon={ImageOff} title={t("app.archive.pictures.none")}>
        <p>{t("app.archive.pictures.scan")}</p>
        <Button onPress={() => set({ step: "folder" })}>{t("app.archive.step.folder")}</Button>
      </Blank>
    );
  }
  return (
    <Blank icon={SearchX} title={t("app.archive.pictures.no_fit")}>
      <Button onPress={() => set(NOTHING_ASKED)}>{t("app.archive.tags.clear")}</Button>
    </Blank>
  );
}
