import { FolderOpen, X } from "lucide-react";
import { bridge } from "@/shared/bridge";
import { useText } from "@/shared/text";
import { Button, IconButton } from "@/shared/ui";
import { FateMark } from "./FateMark";
import { fateOf, type Row } from "./model/plan";
import { useWhy } from "./useWhy";

/** One picture of a plan with its whole paths, and all that is to be said about it. */
export function PlanRow({ row, close }: { row: Row; close: () => void }) {
  const t = useText();
  const why = useWhy();
  const fate = fateOf(row);
  const moves = (fate === "go" || fate === "partial") && row.target !== null;
  return (
    <section
      aria-label={t("app.archive.plan.picture")}
      className="flex max-h-40 items-start gap-3 overflow-auto border-t border-line bg-panel px-4 py-3"
    >
      <dl data-selectable className="grid min-w-0 flex-1 grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt className="text-muted">{t("app.archive.column.fate")}</dt>
        <dd>
          <FateMark fate={fate} words />
        </dd>
        <dt className="text-muted">{t("app.archive.column.old")}</dt>
        <dd className="break-all">{row.source}</dd>
        {moves && (
          <>
            <dt className="text-muted">{t("app.archive.column.new")}</dt>
            <dd className="break-all">{row.target}</dd>
          </>
        )}
        {why(row) && (
          <>
            <dt className="text-muted">{t("app.archive.column.why")}</dt>
            <dd className="break-words">{why(row)}</dd>
          </>
        )}
      </dl>
      {bridge.shell && (
        <Button icon={FolderOpen} onPress={() => bridge.shell?.reveal(row.source)}>
          {t("app.archive.reveal")}
        </Button>
      )}
      <IconButton icon={X} label={t("app.close")} onPress={close} />
    </section>
  );
}
