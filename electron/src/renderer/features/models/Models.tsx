import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { answers, useAsk } from "@/shared/data";
import { failureOf, useText } from "@/shared/text";
import { Blank, Busy, Button, FailureNote, Page } from "@/shared/ui";
import { CaptionServer } from "./CaptionServer";
import { Memory } from "./Memory";
import { ModelList } from "./ModelList";
import { Serving } from "./Serving";
import { Tiers } from "./Tiers";

/** Which models look at pictures and texts, what they need, and what they took. */
export function Models() {
  const t = useText();
  const { data, error } = useAsk("models_list", {});
  if (error) {
    return (
      <Page title={t("app.go.models")}>
        <Blank icon={TriangleAlert} title={t("app.models.failed")} role="alert">
          <FailureNote failure={failureOf(error)} />
          <Button onPress={() => void answers.resetQueries({ queryKey: ["models_list"] })}>{t("app.again")}</Button>
        </Blank>
      </Page>
    );
  }
  return (
    <Page title={t("app.go.models")} about={t("app.models.about")}>
      {data ? (
        <div className="mx-auto flex max-w-5xl flex-col gap-6">
          <Part title={t("app.models.tiers")} about={t("app.models.tiers_about")}>
            <Tiers models={data.models} />
          </Part>
          <Part title={t("app.models.serving")} about={t("app.models.serving_about")}>
            <Serving models={data.models} />
          </Part>
          <Part title={t("app.models.captions")} about={t("app.models.captions_about")}>
            <CaptionServer models={data.models} />
          </Part>
          <Part title={t("app.models.all")} about={t("app.models.all_about")}>
            <ModelList models={data.models} />
          </Part>
          <Part title={t("app.models.memory")} about={t("app.models.memory_about")}>
            <Memory />
          </Part>
        </div>
      ) : (
        <Busy label={t("app.loading")} />
      )}
    </Page>
  );
}

function Part({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <div>
        <h3 className="font-medium">{title}</h3>
        <p className="max-w-prose text-sm text-muted">{about}</p>
      </div>
      {children}
    </section>
  );
}
