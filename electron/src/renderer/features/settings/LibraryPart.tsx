import { HeartPulse } from "lucide-react";
import { ask, forget, useAsk } from "@/shared/data";
import { useScreen } from "@/shared/screens";
import { numberText, text, useLanguage, useText } from "@/shared/text";
import { Button, tell } from "@/shared/ui";
import { Lines } from "./Lines";
import type { Line } from "./model/lines";

/** What the open library keeps itself: its switches, its remembered searches, and what is in it. */
export function LibraryPart({ lines }: { lines: readonly Line[] }) {
  const t = useText();
  const language = useLanguage();
  const { data: history } = useAsk("history", { limit: 200 });
  const { data: roots } = useAsk("roots", {});
  const { data: stats } = useAsk("db_stats", {});
  const count = history?.searches.length ?? 0;
  const contents = stats && {
    images: numberText(stats.stats.images, language),
    tags: numberText(stats.stats.tags, language),
  };
  return (
    <>
      <Lines lines={lines} />
      <div className="flex flex-wrap items-center gap-4 border-t border-line py-3">
        <p className="flex-1">{t("app.settings.searches", { count })}</p>
        <Button isDisabled={count === 0} onPress={() => void forgetAll()}>
          {t("app.settings.forget")}
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-4 border-t border-line py-3">
        <div className="min-w-64 flex-1">
          <p>{t("app.settings.contents")}</p>
          <p className="text-sm text-muted">{contents && t("app.settings.contents_told", contents)}</p>
          <p data-selectable className="text-sm break-all text-muted">
            {roots?.library}
          </p>
        </div>
        <Button icon={HeartPulse} onPress={() => useScreen.getState().show("health")}>
          {t("app.settings.health")}
        </Button>
      </div>
    </>
  );
}

async function forgetAll(): Promise<void> {
  const done = await ask("history", { clear: true });
  if (!done) return;
  forget(["history", "suggest"]);
  tell({ message: text("app.settings.forgotten", { count: done.forgotten }) });
}
