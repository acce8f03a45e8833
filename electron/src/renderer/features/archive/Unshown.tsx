import { ImagePlus } from "lucide-react";
import { useText } from "@/shared/text";
import { Button } from "@/shared/ui";
import { Going } from "./Going";
import { show } from "./model/scanning";
import { useArchive } from "./model/store";
import { useUnshown } from "./useUnshown";

/** Says that some pictures of the folder cannot be shown yet, and has small pictures made of them. */
export function Unshown({ shown }: { shown: number }) {
  const t = useText();
  const folder = useArchive((archive) => archive.draft.folder);
  const { left, job } = useUnshown(shown);
  if (job) {
    return (
      <div className="flex border-b border-line px-4 py-2">
        <Going label={job.title} processed={job.processed} total={job.total} stop={job.stop} />
      </div>
    );
  }
  if (left === 0 || shown === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-3 border-b border-line bg-panel px-4 py-2">
      <p className="min-w-0 flex-1">{t("app.archive.show.left", { count: left })}</p>
      <Button icon={ImagePlus} onPress={() => void show(folder)}>
        {t("app.archive.show.make")}
      </Button>
    </div>
  );
}
