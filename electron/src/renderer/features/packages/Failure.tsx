import type { Job } from "@/shared/jobs";
import { useText } from "@/shared/text";

/** Why the last job failed, as long as no other took its place. */
export function Failure({ last }: { last: Job | undefined }) {
  const t = useText();
  if (last?.state !== "failed" || !last.error) return null;
  return (
    <p role="alert" data-selectable className="rounded-md border border-line bg-panel px-3 py-2 text-danger">
      {t("app.packages.failed", { title: last.title, reason: last.error })}
    </p>
  );
}
