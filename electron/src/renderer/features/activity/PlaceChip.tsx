import type { Job } from "@/shared/jobs";
import { useText } from "@/shared/text";
import { Chip } from "@/shared/ui";

/** Where a job was started, where that was not on this page. */
export function PlaceChip({ job: { place } }: { job: Pick<Job, "place"> }) {
  const t = useText();
  if (place === "here") return null;
  return <Chip>{t(place === "watch" ? "app.activity.by_watch" : "app.activity.elsewhere")}</Chip>;
}
