import { useAsk } from "@/shared/data";
import { type Job, runningJob, useJobs } from "@/shared/jobs";
import { formOf } from "./model/query";
import { useScan } from "./model/scanning";
import { useArchive } from "./model/store";

/** How many pictures of the folder are known by their tags only, and what is making them visible. */
export function useUnshown(shown: number): { left: number; job: Job | undefined } {
  const folder = useArchive((archive) => archive.draft.folder);
  const narrowed = useArchive((archive) => archive.with.length + archive.without.length > 0);
  const { folder: scanned, hopeless } = useScan();
  const job = useJobs((store) => runningJob(store.jobs, "index", folder));
  const { data } = useAsk("facets", { form: formOf({ folder, with: [], without: [] }) }, { keep: true });
  const left = (data?.total ?? 0) - shown - (scanned === folder ? (hopeless ?? 0) : 0);
  return { left: narrowed ? 0 : Math.max(left, 0), job };
}
