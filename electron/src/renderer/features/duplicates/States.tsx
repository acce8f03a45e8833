import { CircleStop, Copy, ImagePlus, Square, TriangleAlert } from "lucide-react";
import { useAsk } from "@/shared/data";
import { useScreen } from "@/shared/screens";
import { failureOf, failureText, percentText, useLanguage, useText } from "@/shared/text";
import { Blank, Button, FailureNote, Meter } from "@/shared/ui";
import { KINDS, useLooking } from "./model/store";
import { useComparing } from "./useGroups";

/** There are no duplicates by what counts as one: how to look further. */
export function Empty() {
  const t = useText();
  const { kinds, scope, set } = useLooking();
  const { data: stats } = useAsk("db_stats", {});
  const show = useScreen((screens) => screens.show);
  if (stats?.stats.images === 0) {
    return (
      <Blank icon={ImagePlus} title={t("app.results.empty")}>
        <p>{t("app.duplicates.no_pictures")}</p>
        <Button look="accent" onPress={() => show("pictures")}>
          {t("app.duplicates.to_pictures")}
        </Button>
      </Blank>
    );
  }
  return (
    <Blank icon={Copy} title={t("app.duplicates.none")}>
      <p>{t("app.duplicates.none_about")}</p>
      <div className="flex flex-wrap justify-center gap-2">
        {kinds.length < KINDS.length && (
          <Button look="accent" onPress={() => set({ kinds: KINDS })}>
            {t("app.duplicates.look_all_kinds")}
          </Button>
        )}
        {scope !== "all" && (
          <Button onPress={() => set({ scope: "all" })}>{t("app.duplicates.look_everywhere")}</Button>
        )}
      </div>
    </Blank>
  );
}

/** Pictures are being compared; what takes long tells how far it is. */
export function Searching({ stop }: { stop: () => void }) {
  const t = useText();
  const language = useLanguage();
  const comparing = useComparing();
  const part = comparing && comparing.total > 0 ? Math.min(comparing.processed / comparing.total, 1) : null;
  const told = t("app.duplicates.searching");
  return (
    <div role="status" className="mx-auto flex h-full max-w-sm flex-col items-center justify-center gap-4">
      <p className="text-lg">{told}</p>
      <Meter label={told} share={part} />
      {part !== null && (
        <p className="text-sm text-muted tabular-nums">
          {t("app.duplicates.compared", { percent: percentText(part, language) })}
        </p>
      )}
      <Button icon={Square} onPress={stop}>
        {t("app.stop")}
      </Button>
    </div>
  );
}

/** The search was stopped by the user. */
export function Stopped({ again }: { again: () => void }) {
  const t = useText();
  return (
    <Blank icon={CircleStop} title={t("app.duplicates.stopped")}>
      <p>{t("app.duplicates.stopped_about")}</p>
      <Button look="accent" onPress={again}>
        {t("app.duplicates.look_again")}
      </Button>
    </Blank>
  );
}

/** The search failed: why, and a way to try again. */
export function Failed({ error, again }: { error: Error; again: () => void }) {
  const t = useText();
  const failure = failureOf(error);
  return (
    <Blank icon={TriangleAlert} title={failureText(failure)} role="alert">
      {failure.code === "too_large" && <p>{t("app.duplicates.too_wide")}</p>}
      <FailureNote failure={failure} titled />
      <Button onPress={again}>{t("app.again")}</Button>
    </Blank>
  );
}
