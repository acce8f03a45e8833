import { FolderPlus, ImageUp, type LucideIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { bridge } from "@/shared/bridge";
import { tellError } from "@/shared/data";
import { useScreen } from "@/shared/screens";
import { text, useText } from "@/shared/text";
import { classes, tell } from "@/shared/ui";
import { DroppedDialog } from "./DroppedDialog";
import { type Dropped, droppedOf, type Field, fieldAt, foldersToIndex, pictureOf } from "./model/dropped";
import { searchBy } from "./model/store";

type Index = (folder: string) => Promise<unknown>;

/** Lets files and folders from outside be dropped anywhere, to search by one or to index them at once. */
export function DropZone({ index }: { index: Index }) {
  const t = useText();
  const wells = useScreen(({ screen }) => screen === "pictures");
  const [over, setOver] = useState<Field | null>(null);
  const [asked, setAsked] = useState<Dropped | null>(null);
  useEffect(() => {
    const fromOutside = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const field = (event: DragEvent) => fieldAt(event.clientX, window.innerWidth);
    const drag = (event: DragEvent) => {
      if (!fromOutside(event)) return;
      event.preventDefault();
      setOver(field(event));
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(null);
    const drop = (event: DragEvent) => {
      if (!fromOutside(event)) return;
      // Something below the pointer has a use of its own for it.
      const taken = event.defaultPrevented;
      event.preventDefault();
      setOver(null);
      if (taken) return;
      const dropped = droppedOf(event.dataTransfer);
      if (field(event) === "search") search(pictureOf(dropped));
      else if (bridge.shell) indexAll(dropped, bridge.shell.pathOf, index);
      else setAsked(dropped);
    };
    const paste = (event: ClipboardEvent) => {
      const picture = pictureOf(droppedOf(event.clipboardData));
      if (picture) search(picture);
    };
    window.addEventListener("dragover", drag);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    window.addEventListener("paste", paste);
    return () => {
      window.removeEventListener("dragover", drag);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
      window.removeEventListener("paste", paste);
    };
  }, [index]);
  return (
    <>
      {over && (
        <div
          data-drop={over}
          className={classes(
            "pointer-events-none fixed inset-0 z-70 grid grid-cols-2 gap-4 bg-shade p-6",
            // The places for what results are like and unlike stand above.
            wells && "pt-40",
          )}
        >
          <Half
            icon={ImageUp}
            chosen={over === "search"}
            title={t("app.drop.search")}
            about={t("app.drop.search_about")}
          />
          <Half
            icon={FolderPlus}
            chosen={over === "index"}
            title={t("app.drop.index")}
            about={t("app.drop.index_about")}
          />
        </div>
      )}
      {asked && <DroppedDialog dropped={asked} index={index} search={search} onClose={() => setAsked(null)} />}
    </>
  );
}

interface HalfProps {
  icon: LucideIcon;
  chosen: boolean;
  title: string;
  about: string;
}

function Half({ icon: Icon, chosen, title, about }: HalfProps) {
  return (
    <div
      className={classes(
        "flex flex-col items-center justify-center gap-2 rounded-lg border-2 border-dashed bg-panel p-6 text-center",
        chosen ? "border-accent text-ink" : "border-line text-muted",
      )}
    >
      <Icon size={32} strokeWidth={1.5} aria-hidden className={chosen ? "text-accent" : ""} />
      <p className="text-lg font-medium">{title}</p>
      <p className="max-w-xs text-sm text-muted">{about}</p>
    </div>
  );
}

function search(picture: File | null): void {
  if (picture) searchBy(picture).catch(tellError);
  else tell({ message: text("app.drop.no_picture"), bad: true });
}

function indexAll(dropped: Dropped, pathOf: (file: File) => string, index: Index): void {
  const folders = foldersToIndex(dropped, pathOf);
  if (folders.length === 0) tell({ message: text("app.drop.no_path"), bad: true });
  for (const folder of folders) void index(folder);
}
