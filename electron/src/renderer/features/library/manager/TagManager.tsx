import { useState } from "react";
import { useText } from "@/shared/text";
import { Dialog, Tabs } from "@/shared/ui";
import { Cloud } from "../Cloud";
import { InFiles } from "./InFiles";
import { OnPictures } from "./OnPictures";
import { TagTree } from "./TagTree";

export type Place = "tree" | "pictures" | "cloud" | "files";

interface Props {
  /** Which page is shown first, and which tag is chosen there. */
  place: Place;
  tag: string | null;
  onClose: () => void;
}

/** Everything about tags: their tree, those of many pictures at once, the cloud, and text files beside the pictures. */
export function TagManager({ place, tag, onClose }: Props) {
  const t = useText();
  const [shown, setShown] = useState<string>(place);
  const tabs = [
    { id: "tree", label: t("app.tags"), body: <TagTree tag={tag} /> },
    { id: "pictures", label: t("app.tags.pictures"), body: <OnPictures /> },
    { id: "cloud", label: t("app.tags.cloud"), body: <Cloud wide /> },
    { id: "files", label: t("app.tags.files"), body: <InFiles /> },
  ];
  return (
    <Dialog open onClose={onClose} title={t("app.tags.manage")} wide>
      <div className="flex h-[60vh] flex-col">
        <Tabs label={t("app.tags.manage")} tabs={tabs} selected={shown} onChange={setShown} />
      </div>
    </Dialog>
  );
}
