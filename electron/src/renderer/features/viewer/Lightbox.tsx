import { ChevronLeft, ChevronRight, Info, Layers, Maximize, RotateCw, ZoomIn, ZoomOut } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Details } from "@/features/details";
import { AS_STORED, type Eyes, type Layer, LayerTree } from "@/features/layers";
import { type Results, Thumb, useSelection, useSight } from "@/features/results";
import { type Action, useActions } from "@/shared/actions";
import type { FoundPicture } from "@/shared/data";
import { nameOf, percentText, useLanguage, useText } from "@/shared/text";
import { Busy, classes, IconButton, IconToggle } from "@/shared/ui";
import { Frame } from "./Frame";
import { History } from "./History";
import { isLayered } from "./model/layered";
import { neighbour, strip, useViewer } from "./model/store";
import { type Eye, Stage, toggleZoom, turn, zoomBy } from "./Stage";
import { searchByLayer } from "./searching";
import { useScale } from "./useScale";

const STRIP = 15;
const STEP = 1.5;

/** One picture after the other, in full size. */
export function Lightbox({ results, place }: { results: Results; place: number }) {
  const t = useText();
  const language = useLanguage();
  const { open, info, layers, set } = useViewer();
  useSight(results, place - STRIP, place + STRIP);
  const picture = results.at(place);
  const [eye, setEye] = useState<Eye | null>(null);
  const scale = useScale(eye);
  const [eyes, setEyes] = useState<Eyes>(AS_STORED);
  const [marked, setMarked] = useState<Layer | null>(null);
  const layered = picture !== undefined && isLayered(picture);
  const { total } = results;
  // What is looked at is what is chosen, so that rating keys mean it.
  useEffect(() => {
    if (picture) useSelection.getState().set({ ids: new Set([picture.id]), focus: place, anchor: place });
  }, [picture, place]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture has other layers
  useEffect(() => {
    setEyes(AS_STORED);
    setMarked(null);
  }, [picture?.id]);
  useLightboxActions({
    eye,
    go: (by) => open(neighbour(place, by, total)),
    end: (last) => open(last ? Math.max(total - 1, 0) : 0),
  });

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
            <Picture picture={picture} eyes={layered && layers ? eyes : null} marked={marked} ready={setEye} />
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
              onPress={() => open(neighbour(place, -1, total))}
            />
          </div>
          <div className="absolute top-1/2 right-2 rounded-md bg-panel opacity-80">
            <IconButton
              icon={ChevronRight}
              label={t("app.viewer.after")}
              action="viewer.after"
              isDisabled={place >= total - 1}
              onPress={() => open(neighbour(place, 1, total))}
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
              search={(layer, how) => searchByLayer(picture, layer, how)}
            />
          </aside>
        )}
        {info && (
          <aside aria-label={t("app.details")} className="w-80 shrink-0 overflow-y-auto border-l border-line bg-panel">
            <Details results={results} />
            {picture && <History picture={picture.id} />}
          </aside>
        )}
      </div>
      <Strip results={results} place={place} />
    </Frame>
  );
}

interface PictureProps {
  picture: FoundPicture;
  eyes: Eyes | null;
  marked: Layer | null;
  ready: (eye: Eye | null) => void;
}

function Picture({ picture, eyes, marked, ready }: PictureProps) {
  const { id, width, height } = picture;
  return (
    <Stage
      source={{ id, width: width ?? 1, height: height ?? 1 }}
      eyes={eyes}
      marked={marked?.bbox ?? null}
      label={nameOf(picture.path)}
      ready={ready}
    />
  );
}

function Strip({ results, place }: { results: Results; place: number }) {
  const t = useText();
  const open = useViewer((viewer) => viewer.open);
  return (
    <nav
      aria-label={t("app.viewer.strip")}
      className="flex h-16 justify-center gap-1 border-t border-line bg-panel p-1"
    >
      {strip(place, results.total, STRIP).map((one) => {
        const picture = results.at(one);
        return (
          <button
            key={one}
            type="button"
            aria-label={picture ? nameOf(picture.path) : t("app.loading")}
            aria-current={one === place}
            onClick={() => open(one)}
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

interface Deeds {
  eye: Eye | null;
  go: (by: number) => void;
  /** To the first picture, or to the last. */
  end: (last: boolean) => void;
}

function useLightboxActions(state: Deeds): void {
  const now = useRef(state);
  now.current = state;
  const actions = useMemo<Action[]>(() => {
    const eye = (act: (eye: Eye) => void) => () => now.current.eye && act(now.current.eye);
    const { set, close } = useViewer.getState();
    return [
      { id: "viewer.close", label: "app.viewer.close", group: "go", keys: ["escape", "space", "enter"], run: close },
      {
        id: "viewer.after",
        label: "app.viewer.after",
        group: "go",
        keys: ["arrowright", "pagedown"],
        repeats: true,
        run: () => now.current.go(1),
      },
      {
        id: "viewer.before",
        label: "app.viewer.before",
        group: "go",
        keys: ["arrowleft", "pageup"],
        repeats: true,
        run: () => now.current.go(-1),
      },
      { id: "viewer.first", label: "app.viewer.first", group: "go", keys: ["home"], run: () => now.current.end(false) },
      { id: "viewer.last", label: "app.viewer.last", group: "go", keys: ["end"], run: () => now.current.end(true) },
      {
        id: "viewer.bigger",
        label: "app.viewer.bigger",
        group: "view",
        keys: ["plus"],
        repeats: true,
        run: eye((one) => zoomBy(one, STEP)),
      },
      {
        id: "viewer.smaller",
        label: "app.viewer.smaller",
        group: "view",
        keys: ["minus"],
        repeats: true,
        run: eye((one) => zoomBy(one, 1 / STEP)),
      },
      { id: "viewer.full", label: "app.viewer.full", group: "view", keys: ["z"], run: eye((one) => toggleZoom(one)) },
      { id: "viewer.rotate", label: "app.viewer.rotate", group: "view", keys: ["r"], run: eye((one) => turn(one, 90)) },
      {
        id: "viewer.back",
        label: "app.viewer.back",
        group: "view",
        keys: ["shift+r"],
        run: eye((one) => turn(one, -90)),
      },
      {
        id: "viewer.layers",
        label: "app.layers",
        group: "view",
        keys: ["l"],
        run: () => set({ layers: !useViewer.getState().layers }),
      },
      {
        id: "app.right",
        label: "app.action.right",
        group: "view",
        keys: ["i"],
        run: () => set({ info: !useViewer.getState().info }),
      },
    ];
  }, []);
  useActions(actions);
}
