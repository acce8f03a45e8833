import { Blend, Lock, Maximize } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { type Action, useActions } from "@/shared/actions";
import type { FoundPicture } from "@/shared/data";
import { nameOf, useText } from "@/shared/text";
import { classes, IconButton, IconToggle, Stars } from "@/shared/ui";
import { Frame } from "./Frame";
import { lock } from "./lock";
import type { Source } from "./model/pyramid";
import { useViewer } from "./model/store";
import { type Eye, Stage } from "./Stage";

const sourceOf = ({ id, width, height }: FoundPicture): Source => ({ id, width: width ?? 1, height: height ?? 1 });

/** Two to four pictures side by side, moved together; or the difference of two. */
export function Compare({ pictures }: { pictures: readonly FoundPicture[] }) {
  const t = useText();
  const [locked, setLocked] = useState(true);
  const [difference, setDifference] = useState(false);
  const [eyes, setEyes] = useState<Record<number, Eye>>({});
  const [first, second] = pictures;
  useEffect(() => (locked ? lock(Object.values(eyes)) : undefined), [locked, eyes]);
  const home = () => {
    for (const eye of Object.values(eyes)) eye.viewport.goHome();
  };
  useCompareActions({ home, lock: () => setLocked((on) => !on), difference: () => setDifference((on) => !on) });

  const tools = (
    <>
      <IconToggle
        icon={Lock}
        label={t("app.compare.lock")}
        action="compare.lock"
        isSelected={locked}
        onChange={setLocked}
      />
      {pictures.length === 2 && (
        <IconToggle
          icon={Blend}
          label={t("app.compare.difference")}
          action="compare.difference"
          isSelected={difference}
          onChange={setDifference}
        />
      )}
      <IconButton icon={Maximize} label={t("app.compare.fit")} action="compare.fit" onPress={home} />
    </>
  );
  const shown = difference && first && second ? [first] : pictures;
  return (
    <Frame title={t("app.compare.title", { count: pictures.length })} tools={tools}>
      <div
        className={classes(
          "grid min-h-0 flex-1 gap-px bg-line",
          shown.length === 1 ? "" : "grid-cols-2",
          shown.length > 2 && "grid-rows-2",
        )}
      >
        {shown.map((picture) => (
          <figure key={picture.id} className="flex min-h-0 min-w-0 flex-col bg-ground">
            <div className={classes("relative min-h-0 flex-1", difference && "brightness-200")}>
              <Stage
                source={sourceOf(picture)}
                against={difference && second ? sourceOf(second) : null}
                label={nameOf(picture.path)}
                ready={(eye) =>
                  setEyes(({ [picture.id]: _, ...others }) => (eye ? { ...others, [picture.id]: eye } : others))
                }
              />
            </div>
            <figcaption className="flex h-8 items-center gap-4 bg-panel px-3 text-sm">
              <span className="min-w-0 truncate">
                {nameOf(picture.path)}
                {difference && second && ` − ${nameOf(second.path)}`}
              </span>
              {!difference && <span className="text-muted tabular-nums">{`${picture.width} × ${picture.height}`}</span>}
              {!difference && picture.rating ? <Stars value={picture.rating} size={11} /> : null}
            </figcaption>
          </figure>
        ))}
      </div>
    </Frame>
  );
}

function useCompareActions(state: { home: () => void; lock: () => void; difference: () => void }): void {
  const now = useRef(state);
  now.current = state;
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
      { id: "compare.fit", label: "app.compare.fit", group: "view", keys: ["z"], run: () => now.current.home() },
    ],
    [],
  );
  useActions(actions);
}
