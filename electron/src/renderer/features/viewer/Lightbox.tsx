import { ChevronLeft, ChevronRight, Info, Layers, Maximize, RotateCw, ZoomIn, ZoomOut } from "lucide-react";
import { useEffect, useState } from "react";
import { Details } from "@/features/details";
import { AS_STORED, type Eyes, type Layer, LayerTree } from "@/features/layers";
import { type Results, Thumb, useSelection, useSight } from "@/features/results";
import type { FoundPicture } from "@/shared/data";
import { nameOf, percentText, useLanguage, useText } from "@/shared/text";
import { Busy, classes, IconButton, IconToggle } from "@/shared/ui";
import { Frame } from "./Frame";
import { History } from "./History";
import { isLayered } from "./model/layered";
import { afterGone, neighbour, strip, useViewer } from "./model/store";
import { type Eye, Stage, toggleZoom, turn, zoomBy } from "./Stage";
import { searchByLayer } from "./searching";
import { useKept } from "./useKept";
import { STEP, useLightboxActions } from "./useLightboxActions";
import { useScale } from "./useScale";

const STRIP = 15;

/** One picture after the other, in full size. */
export function Lightbox({ results, place }: { results: Results; place: number }) {
  const t = useText();
  const language = useLanguage();
  const { open, info, layers, set } = useViewer();
  useSight(results, place - STRIP, place + STRIP);
  const { picture, gone, leave } = useKept(results, place);
  const [eye, setEye] = useState<Eye | null>(null);
  const scale = useScale(eye);
  const [eyes, setEyes] = useState<Eyes>(AS_STORED);
  const [expected, setExpected] = useState<Eyes | null>(null);
  const [marked, setMarked] = useState<Layer | null>(null);
  const layered = picture !== undefined && isLayered(picture);
  const { total } = results;
  const chosen = useSelection((selection) => selection.ids);
  const looked = picture?.id;
  // What is looked at is what is chosen, so that rating keys mean it; also when it is no result any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the results let go of what fits no longer
  useEffect(() => {
    const { set, ids, focus } = useSelection.getState();
    if (looked !== undefined && !(ids.has(looked) && ids.size === 1 && focus === place))
      set({ ids: new Set([looked]), focus: place, anchor: place });
  }, [looked, place, chosen]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture has other layers
  useEffect(() => {
    setEyes(AS_STORED);
    setExpected(null);
    setMarked(null);
  }, [picture?.id]);
  const show = (next: number) => {
    leave();
    open(next);
  };
  const go = (by: number) => show((gone ? afterGone : neighbour)(place, by, total));
  useLightboxActions({ eye, go, end: (last) => show(last ? Math.max(total - 1, 0) : 0) });

  const title = picture
    ? `${nameOf(picture.path)} · ${t("app.viewer.place", { place: place + 1, total })}`
    : t("app.loading");
  const tools = (
    <>
      <output className="w-14 text-right text-sm text-muted tabular-nums">{percentText(scale, language)}</output>
      <IconButton
        icon={ZoomOut}
        label={t("app.viewer.smaller")}
        action="viewer.smaller"
        onPress={() => eye && zoomBy(eye, 1 / STEP)}
      />
      <IconButton
        icon={ZoomIn}
        label={t("app.viewer.bigger")}
        action="viewer.bigger"
        onPress={() => eye && zoomBy(eye, STEP)}
      />
      <IconButton
        icon={Maximize}
        label={t("app.viewer.full")}
        action="viewer.full"
        onPress={() => eye && toggleZoom(eye)}
      />
      <IconButton
        icon={RotateCw}
        label={t("app.viewer.rotate")}
        action="viewer.rotate"
        onPress={() => eye && turn(eye, 90)}
      />
      {layered && (
        <IconToggle
          icon={Layers}
          label={t("app.layers")}
          action="viewer.layers"
          isSelected={layers}
          onChange={(on) => set({ layers: on })}
        />
      )}
      <IconToggle
        icon={Info}
        label={t("app.details")}
        action="app.right"
        isSelected={info}
        onChange={(on) => set({ info: on })}
      />
    </>
  );
  return (
    <Frame title={title} tools={tools}>
      <div className="flex min-h-0 flex-1">
        <div className="relative min-w-0 flex-1">
          {picture ? (
            <Picture
              picture={picture}
              eyes={layered && layers ? eyes : null}
              expected={expected}
              marked={marked}
              ready={setEye}
            />
          ) : (
            <div className="grid h-full place-items-center">
              <Busy label={t("app.loading")} />
            </div>
          )}
          <div className="absolute top-1/2 left-2 rounded-md bg-panel opacity-80">
            <IconButton
              icon={ChevronLeft}
              label={t("app.viewer.before")}
              action="viewer.before"
              isDisabled={place === 0}
              onPress={() => go(-1)}
            />
          </div>
          <div className="absolute top-1/2 right-2 rounded-md bg-panel opacity-80">
            <IconButton
              icon={ChevronRight}
              label={t("app.viewer.after")}
              action="viewer.after"
              isDisabled={gone ? place >= total : place >= total - 1}
              onPress={() => go(1)}
            />
          </div>
        </div>
        {layered && layers && picture && (
          <aside aria-label={t("app.layers")} className="w-72 shrink-0 border-l border-line bg-panel">
            <LayerTree
              key={picture.id}
              picture={picture.id}
              eyes={eyes}
              setEyes={setEyes}
              point={setMarked}
              expect={setExpected}
              search={(layer, how) => searchByLayer(picture, layer, how)}
            />
          </aside>
        )}
        {info && (
          <aside aria-label={t("app.details")} className="w-80 shrink-0 overflow-y-auto border-l border-line bg-panel">
            <Details results={results} looked={picture} />
            {picture && <History picture={picture.id} />}
          </aside>
        )}
      </div>
      <Strip results={results} place={gone ? -1 : place} around={place} show={show} />
    </Frame>
  );
}

interface PictureProps {
  picture: FoundPicture;
  eyes: Eyes | null;
  expected: Eyes | null;
  marked: Layer | null;
  ready: (eye: Eye | null) => void;
}

function Picture({ picture, eyes, expected, marked, ready }: PictureProps) {
  const { id, width, height } = picture;
  return (
    <Stage
      source={{ id, width: width ?? 1, height: height ?? 1 }}
      eyes={eyes}
      expected={expected}
      marked={marked?.bbox ?? null}
      label={nameOf(picture.path)}
      ready={ready}
    />
  );
}

interface StripProps {
  results: Results;
  /** The place of what is looked at; -1 where it is no result any more. */
  place: number;
  around: number;
  show: (place: number) => void;
}

function Strip({ results, place, around, show }: StripProps) {
  const t = useText();
  return (
    <nav
      aria-label={t("app.viewer.strip")}
      className="flex h-16 justify-center gap-1 border-t border-line bg-panel p-1"
    >
      {strip(around, results.total, STRIP).map((one) => {
        const picture = results.at(one);
        return (
          <button
            key={one}
            type="button"
            aria-label={picture ? nameOf(picture.path) : t("app.loading")}
            aria-current={one === place}
            onClick={() => show(one)}
            className={classes(
              "size-14 overflow-hidden rounded-sm bg-ground",
              one === place ? "outline-2 outline-accent" : "opacity-70 hover:opacity-100",
            )}
          >
            {picture && <Thumb picture={picture} cover />}
          </button>
        );
      })}
    </nav>
  );
}
