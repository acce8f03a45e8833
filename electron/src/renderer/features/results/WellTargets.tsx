import { ImageMinus, ImagePlus } from "lucide-react";
import { type DragEvent as Drag, useEffect, useState } from "react";
import { brought, droppedOf, pictureOf, useSearch } from "@/features/search";
import { tellError } from "@/shared/data";
import { useText } from "@/shared/text";
import { classes } from "@/shared/ui";
import { droppedPictures, PICTURES } from "./drag";
import { compareWith } from "./edits";
import type { Results } from "./useResults";

/** Two places that appear while pictures or a file are dragged: results like them, or unlike them. */
export function WellTargets({ results }: { results: Results }) {
  const t = useText();
  if (!useCarrying()) return null;
  return (
    <div className="fixed top-14 left-1/2 z-80 flex -translate-x-1/2 gap-4 rounded-lg border border-line bg-raised p-2 shadow-xl shadow-black/40">
      <Target label={t("app.wells.more")} icon={ImagePlus} drop={(data) => take(data, results, false)} />
      <Target label={t("app.wells.less")} icon={ImageMinus} drop={(data) => take(data, results, true)} />
    </div>
  );
}

interface TargetProps {
  label: string;
  icon: typeof ImagePlus;
  drop: (data: DataTransfer) => void;
}

function Target({ label, icon: Icon, drop }: TargetProps) {
  const [over, setOver] = useState(false);
  const hold = (event: Drag) => {
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  };
  return (
    <fieldset
      aria-label={label}
      onDragEnter={() => setOver(true)}
      onDragLeave={() => setOver(false)}
      onDragOver={hold}
      onDrop={(event) => {
        event.preventDefault();
        drop(event.dataTransfer);
      }}
      className={classes(
        "flex h-16 w-44 items-center justify-center gap-2 rounded-md border-2 border-dashed px-2",
        over ? "border-accent bg-tint" : "border-edge",
      )}
    >
      <Icon size={20} aria-hidden className="pointer-events-none text-muted" />
      <span className="pointer-events-none">{label}</span>
    </fieldset>
  );
}

/** Whether something that can be compared with is being dragged. */
function useCarrying(): boolean {
  const [carrying, setCarrying] = useState(false);
  useEffect(() => {
    const drag = (event: DragEvent) => {
      const types = event.dataTransfer?.types ?? [];
      setCarrying(types.includes(PICTURES) || types.includes("Files"));
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setCarrying(false);
    const end = () => setCarrying(false);
    window.addEventListener("dragover", drag);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", end);
    window.addEventListener("dragend", end);
    return () => {
      window.removeEventListener("dragover", drag);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", end);
      window.removeEventListener("dragend", end);
    };
  }, []);
  return carrying;
}

function take(data: DataTransfer, results: Results, minus: boolean): void {
  const ids = droppedPictures(data);
  if (ids.length) compareWith(results, minus, ids);
  const file = ids.length ? null : pictureOf(droppedOf(data));
  if (file)
    brought(file)
      .then((like) => useSearch.getState().add(like, minus))
      .catch(tellError);
}
