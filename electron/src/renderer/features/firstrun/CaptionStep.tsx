import { CaptionServer } from "@/features/models";
import { useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import { Busy } from "@/shared/ui";

/** Whether a model describes the pictures: the server is looked at, a model is fetched, or all of that comes later. */
export function CaptionStep() {
  const t = useText();
  const { data } = useAsk("models_list", {});
  return (
    <section aria-label={t("app.guide.captions")} className="flex flex-col gap-3">
      <h3 className="text-lg">{t("app.guide.captions")}</h3>
      <p className="text-muted">{t("app.guide.captions_about")}</p>
      {data ? <CaptionServer models={data.models} /> : <Busy label={t("app.loading")} />}
    </section>
  );
}
