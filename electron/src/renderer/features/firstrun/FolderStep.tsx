import { FolderOpen, FolderPlus, X } from "lucide-react";
import { type DragEvent, useState } from "react";
import { bridge } from "@/shared/bridge";
import { text, useText } from "@/shared/text";
import { Button, classes, FailureNote, Field, IconButton, tell } from "@/shared/ui";
import { useGuide } from "./model/guide";

/** Which folders hold the pictures: dropped, chosen, or typed where a page may not look for folders. */
export function FolderStep() {
  const t = useText();
  const { folders, problem, add, drop } = useGuide();
  const [typed, setTyped] = useState("");
  const [over, setOver] = useState(false);
  const take = () => {
    add(typed);
    setTyped("");
  };
  const choose = async () => {
    const chosen = await bridge.shell?.chooseFolder();
    if (chosen) add(chosen);
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    const paths = [...event.dataTransfer.files].map((file) => bridge.shell?.pathOf(file) ?? "").filter(Boolean);
    if (paths.length === 0) tell({ message: text("app.guide.drop_browser"), bad: true });
    for (const path of paths) add(path);
  };
  return (
    <section
      aria-label={t("app.guide.folder")}
      className="flex flex-col gap-3"
      onDragOver={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <h3 className="text-lg">{t("app.guide.folder")}</h3>
      <p className="text-muted">{t("app.guide.folder_about")}</p>
      <div
        className={classes(
          "flex flex-col items-center gap-3 rounded-lg border border-dashed p-6 text-center",
          over ? "border-accent bg-tint" : "border-edge",
        )}
      >
        <FolderPlus size={32} strokeWidth={1.25} aria-hidden className="text-muted" />
        {bridge.shell ? (
          <>
            <p className="text-muted">{t("app.guide.drop")}</p>
            <Button icon={FolderOpen} onPress={() => void choose()}>
              {t("app.guide.choose")}
            </Button>
          </>
        ) : (
          <div className="flex w-full max-w-lg items-end gap-2 text-left">
            <Field
              label={t("app.folders.path")}
              value={typed}
              onChange={setTyped}
              onEnter={take}
              placeholder="/home/me/Pictures"
              autoFocus
            />
            <Button isDisabled={!typed.trim()} onPress={take}>
              {t("app.guide.add")}
            </Button>
          </div>
        )}
      </div>
      {problem && (
        <div role="alert" className="flex flex-col gap-1">
          <p className="text-danger">{t("app.guide.failed")}</p>
          <FailureNote failure={problem} />
        </div>
      )}
      <ul className="flex flex-col gap-1">
        {folders.map((folder) => (
          <li key={folder} className="flex items-center gap-2 rounded-md bg-raised pl-3">
            <span data-selectable className="min-w-0 flex-1 py-1 break-all">
              {folder}
            </span>
            <IconButton icon={X} label={t("app.guide.without", { folder })} onPress={() => drop(folder)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
