import { Blend, Flame, Layers, Lock, Maximize } from "lucide-react";
import OpenSeadragon from "openseadragon";
import { useEffect, useMemo, useRef, useState } from "react";
import { type Action, useActions } from "@/shared/actions";
import { bridge } from "@/shared/bridge";
import type { FoundPicture } from "@/shared/data";
import { nameOf, useText } from "@/shared/text";
import { classes, IconButton, IconToggle, Stars } from "@/shared/ui";
import { Frame } from "./Frame";
import { type Box, LayerChanges } from "./LayerChanges";
import { lock } from "./lock";
import { isLayered } from "./model/layered";
import type { Source } from "./model/pyramid";
import { useViewer } from "./model/store";
import { type Eye, Stage } from "./Stage";

const sourceOf = ({ id, width, height }: FoundPicture): Source => ({ id, width: width ?? 1, height: height ?? 1 });
/** Pixels of the longer side of a picture of differences. */
const HEAT = 1600;

/** Side by side, laid on each other, or how far they differ as colours. */
type Mode = "side" | "difference" | "heat";
type Marks = readonly (Box | null)[];

/** Two to four pictures side by side, moved together; or what is different between two. */
export function Compare({ pictures }: { pictures: readonly FoundPicture[] }) {
  const t = useText();
  const [locked, setLocked] = useState(true);
  const [mode, setMode] = useState<Mode>("side");
  const [changes, setChanges] = useState(false);
  const [marks, setMarks] = useState<Marks>([]);
  const [eyes, setEyes] = useState<Record<number, Eye>>({});
  const [first, second] = pictures;
  const two = pictures.length === 2 && first && second ? ([first, second] as const) : null;
  const layered = two?.every(isLayered) ?? false;
  useEffect(() => (locked ? lock(Object.values(eyes)) : undefined), [locked, eyes]);
  const home = () => {
    for (const eye of Object.values(eyes)) eye.viewport.goHome();
  };
  const turn = (to: Mode) => two && setMode((now) => (now === to ? "side" : to));
  const showChanges = () => layered && setChanges((on) => !on);
  useCompareActions({
    home,
    lock: () => setLocked((on) => !on),
    difference: () => turn("difference"),
    heat: () => turn("heat"),
    changes: showChanges,
  });

  const tools = (
    <>
      <IconToggle
        icon={Lock}
        label={t("app.compare.lock")}
        action="compare.lock"
        isSelected={locked}
        onChange={setLocked}
      />
      {two && (
        <IconToggle
          icon={Blend}
          label={t("app.compare.difference")}
          action="compare.difference"
          isSelected={mode === "difference"}
          onChange={() => turn("difference")}
        />
      )}
      {two && (
        <IconToggle
          icon={Flame}
          label={t("app.compare.heat")}
          action="compare.heat"
          isSelected={mode === "heat"}
          onChange={() => turn("heat")}
        />
      )}
      {layered && (
        <IconToggle
          icon={Layers}
          label={t("app.diff")}
          action="compare.changes"
          isSelected={changes}
          onChange={showChanges}
        />
      )}
      <IconButton icon={Maximize} label={t("app.compare.fit")} action="compare.fit" onPress={home} />
    </>
  );
  const shown = mode !== "side" && two ? [two[0]] : pictures;
  const ready = (id: number) => (eye: Eye | null) =>
    setEyes(({ [id]: _, ...others }) => (eye ? { ...others, [id]: eye } : others));
  return (
    <Frame title={t("app.compare.title", { count: pictures.length })} tools={tools}>
      <div className="flex min-h-0 flex-1">
        <div
          className={classes(
            "grid min-h-0 min-w-0 flex-1 gap-px bg-line",
            shown.length > 1 && "grid-cols-2",
            shown.length > 2 && "grid-rows-2",
          )}
        >
          {shown.map((picture, at) => (
            <Side
              key={picture.id}
              picture={picture}
              against={mode === "side" || !two ? null : two[1]}
              mode={mode}
              mark={marks[at] ?? (mode === "side" ? null : marks[1]) ?? null}
              ready={ready(picture.id)}
            />
          ))}
          {shown.length === 3 && <span aria-hidden className="bg-ground" />}
        </div>
        {two && changes && (
          <aside aria-label={t("app.diff")} className="w-80 shrink-0 border-l border-line bg-panel">
            <LayerChanges
              a={two[0].id}
              b={two[1].id}
              point={setMarks}
              go={(boxes) => {
                setMarks(boxes);
                goTo(two, boxes, eyes);
              }}
            />
          </aside>
        )}
      </div>
    </Frame>
  );
}

interface SideProps {
  picture: FoundPicture;
  against: FoundPicture | null;
  mode: Mode;
  mark: Box | null;
  ready: (eye: Eye | null) => void;
}

function Side({ picture, against, mode, mark, ready }: SideProps) {
  const told = nameOf(picture.path);
  return (
    <figure className="flex min-h-0 min-w-0 flex-col bg-ground">
      <div className={classes("relative min-h-0 flex-1", mode === "difference" && "brightness-200")}>
        <Stage
          source={sourceOf(picture)}
          against={mode === "difference" && against ? sourceOf(against) : null}
          instead={mode === "heat" && against ? bridge.preview(picture.id, { against: against.id, size: HEAT }) : null}
          marked={mark}
          label={told}
          ready={ready}
        />
      </div>
      <figcaption className="flex h-8 items-center gap-4 bg-panel px-3 text-sm">
        <span className="min-w-0 truncate">{against ? `${told} − ${nameOf(against.path)}` : told}</span>
        {!against && <span className="text-muted tabular-nums">{`${picture.width} × ${picture.height}`}</span>}
        {!against && picture.rating ? <Stars value={picture.rating} size={11} /> : null}
      </figcaption>
    </figure>
  );
}

/** Bring a layer into the middle of both, as large as both boxes allow. */
function goTo(two: readonly FoundPicture[], boxes: Marks, eyes: Record<number, Eye>): void {
  for (const [at, picture] of two.entries()) {
    const [left = 0, top = 0, right = 0, bottom = 0] = boxes[at] ?? boxes[1 - at] ?? [];
    const width = picture.width ?? 1;
    if (right <= left || bottom <= top) continue;
    const box = new OpenSeadragon.Rect(left / width, top / width, (right - left) / width, (bottom - top) / width);
    const room = box.width * 0.25;
    box.x -= room;
    box.y -= room;
    box.width += 2 * room;
    box.height += 2 * room;
    eyes[picture.id]?.viewport.fitBoundsWithConstraints(box);
    return; // the other one follows
  }
}

interface Deeds {
  home: () => void;
  lock: () => void;
  difference: () => void;
  heat: () => void;
  changes: () => void;
}

function useCompareActions(deeds: Deeds): void {
  const now = useRef(deeds);
  now.current = deeds;
  const actions = useMemo<Action[]>(
    () => [
      {
        id: "viewer.close",
        label: "app.viewer.close",
        group: "go",
        keys: ["escape", "c"],
        run: useViewer.getState().close,
      },
      { id: "compare.lock", label: "app.compare.lock", group: "view", keys: ["l"], run: () => now.current.lock() },
      {
        id: "compare.difference",
        label: "app.compare.difference",
        group: "view",
        keys: ["d"],
        run: () => now.current.difference(),
      },
      { id: "compare.heat", label: "app.compare.heat", group: "view", keys: ["h"], run: () => now.current.heat() },
      { id: "compare.changes", label: "app.diff", group: "view", keys: ["y"], run: () => now.current.changes() },
      { id: "compare.fit", label: "app.compare.fit", group: "view", keys: ["z"], run: () => now.current.home() },
    ],
    [],
  );
  useActions(actions);
}
