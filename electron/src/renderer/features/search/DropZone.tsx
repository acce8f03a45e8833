import { ImageUp } from "lucide-react";
import { useEffect, useState } from "react";
import { tellError } from "@/shared/data";
import { useText } from "@/shared/text";
import { searchBy } from "./model/store";

/** The first picture among what was dropped or pasted. */
export function pictureIn(data: DataTransfer | null): File | null {
  const files = [...(data?.files ?? [])];
  return files.find((file) => file.type.startsWith("image/") || /\.(psd|psb)$/i.test(file.name)) ?? null;
}

/** Lets a picture from outside be dropped or pasted anywhere, to search for what looks like it. */
export function DropZone() {
  const t = useText();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const search = (file: File | null) => {
      if (file) searchBy(file).catch(tellError);
    };
    const fromOutside = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const drag = (event: DragEvent) => {
      if (!fromOutside(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      if (!fromOutside(event)) return;
      event.preventDefault();
      setOver(false);
      search(pictureIn(event.dataTransfer));
    };
    const paste = (event: ClipboardEvent) => search(pictureIn(event.clipboardData));
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
  }, []);
  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-70 grid place-items-center border-4 border-accent bg-shade">
      <p className="flex items-center gap-3 rounded-lg bg-panel px-6 py-4 text-lg">
        <ImageUp size={24} aria-hidden />
        {t("app.search.drop")}
      </p>
    </div>
  );
}
