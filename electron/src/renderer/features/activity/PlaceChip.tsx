import type { Job, JobPlace } from "@/shared/jobs";
import { type TextKey, useText } from "@/shared/text";
import { Chip } from "@/shared/ui";

const PLACES: Record<Exclude<JobPlace, "here">, TextKey> = {
  watch: "app.activity.by_watch",
  elsewhere: "app.activity.elsewhere",
  program: "app.activity.by_program",
};

/** Where a job was started, where that was not on this page. */
export function PlaceChip({ job: { place } }: { job: Pick<Job, "place"> }) {
  const t = useText();
  if (place === "here") return null;
  return <Chip>{t(PLACES[place])}</Chip>;
}
