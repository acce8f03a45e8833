import type { Job } from "@/shared/jobs";
import { useText } from "@/shared/text";
import { FailureNote } from "@/shared/ui";

/** Why the last job failed, as long as no other took its place. */
export function Failure({ last }: { last: Job | undefined }) {
  const t = useText();
  if (last?.state !== "failed" || !last.error) return null;
  return (
    <div role="alert" className="flex flex-col gap-1 rounded-md border border-line bg-panel px-3 py-2">
      <p className="text-danger">{t("app.packages.failed", { title: last.title })}</p>
      <FailureNote failure={last.error} />
    </div>
  );
}
