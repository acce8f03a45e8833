import { FolderSearch } from "lucide-react";
import { useText } from "@/shared/text";
import { Blank, Button } from "@/shared/ui";
import { Foot } from "./Foot";
import { toggleTag, useArchive } from "./model/store";
import { PictureList } from "./PictureList";
import { TagList } from "./TagList";
import { Unshown } from "./Unshown";
import { usePictures } from "./usePictures";
import { Wanted } from "./Wanted";

/** Look through the tags of the folder: which there are, and which pictures have them. */
export function TagsStep() {
  const t = useText();
  const folder = useArchive((archive) => archive.draft.folder);
  const pictures = usePictures();
  if (!folder) return <NoFolder />;
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-0 flex-1">
        <aside aria-label={t("app.archive.tags")} className="flex w-72 shrink-0 flex-col border-r border-line bg-panel">
          <TagList />
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2">
            <p aria-live="polite" data-total={pictures.total}>
              {t("app.archive.pictures.count", { count: pictures.total })}
            </p>
            <Wanted />
          </div>
          <Unshown shown={pictures.total} />
          <PictureList
            pictures={pictures}
            press={(tag, shift) => toggleTag(tag, shift ? "without" : "with")}
            hint={t("app.archive.tags.hint")}
          />
        </div>
      </div>
      <Foot back="folder" next="template" />
    </div>
  );
}

/** There is no folder yet: the first step comes first. */
export function NoFolder() {
  const t = useText();
  const set = useArchive((archive) => archive.set);
  return (
    <Blank icon={FolderSearch} title={t("app.archive.problem.folder")}>
      <Button look="accent" onPress={() => set({ step: "folder" })}>
        {t("app.archive.step.folder")}
      </Button>
    </Blank>
  );
}
