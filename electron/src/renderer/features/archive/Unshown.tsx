import { ImagePlus } from "lucide-react";
import { useAsk } from "@/shared/data";
import { runningJob, useJobs } from "@/shared/jobs";
import { useText } from "@/shared/text";
import { Button } from "@/shared/ui";
import { Going } from "./Going";
import { formOf } from "./model/query";
import { show, useScan } from "./model/scanning";
import { useArchive } from "./model/store";

/** Says that some pictures of the folder cannot be shown yet, and has small pictures made of them. */
export function Unshown({ folder, shown }: { folder: string; shown: number }) {
  const t = useText();
  const narrowed = useArchive((archive) => archive.with.length + archive.without.length > 0);
  const { folder: scanned, hopeless } = useScan();
  const job = useJobs((store) => runningJob(store.jobs, "index", folder));
  const { data } = useAsk("facets", { form: formOf({ folder, with: [], without: [] }) }, { keep: true });
  const left = (data?.total ?? 0) - shown - (scanned === folder ? (hopeless ?? 0) : 0);
  if (job) {
    return (
      <div className="flex border-b border-line px-4 py-2">
        <Going label={job.title} processed={job.processed} total={job.total} stop={job.stop} />
      </div>
    );
  }
  if (narrowed || left <= 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-3 border-b border-line bg-panel px-4 py-2">
      <p className="min-w-0 flex-1">{t("app.archive.show.left", { count: left })}</p>
      <Button icon={ImagePlus} onPress={() => void show(folder)}>
        {t("app.archive.show.make")}
      </Button>
    </div>
  );
}
