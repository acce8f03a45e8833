import { useQuery } from "@tanstack/react-query";
import { AXES, type Axis, type Weights } from "@/features/search";
import type { FoundPicture } from "@/shared/data";
import { percentText, type TextKey, useLanguage, useText } from "@/shared/text";
import { strength } from "./model/bars";
import { reasonsFor, useRequest } from "./useResults";
import { AXIS_TEXTS } from "./Weighing";

interface Reasons {
  visual?: { by: string; layer: number | null };
  meaning?: { by: string };
  keyword?: { words: Record<string, string[]> };
}

const BY: Record<string, TextKey> = { labels: "app.why.labels", text: "app.why.text", picture: "app.why.picture" };

/** Why a picture was found: a bar for each axis, with what it compared. */
export function Why({ picture, weights }: { picture: FoundPicture; weights: Weights }) {
  const t = useText();
  const language = useLanguage();
  const spoken = AXES.filter((axis) => picture.axes[axis]?.rank);
  const { data: why } = useQuery({ ...reasonsFor(useRequest(), picture.id), enabled: spoken.length > 0 });
  const reasons = (why ?? {}) as Reasons;
  if (!spoken.length) return null;
  return (
    <section aria-label={t("app.why")} className="flex flex-col gap-3">
      <h3 className="text-sm text-muted">{t("app.why")}</h3>
      {spoken.map((axis) => (
        <div key={axis} className="flex flex-col gap-1">
          <div className="flex justify-between text-sm">
            <span>{t(AXIS_TEXTS[axis])}</span>
            <span className="text-muted tabular-nums">
              {t("app.why.place", {
                place: picture.axes[axis]?.rank ?? 0,
                weight: percentText(weights[axis] ?? 0, language),
              })}
            </span>
          </div>
          <div className="h-1 rounded-full bg-line">
            <div className="h-1 rounded-full bg-accent" style={{ width: `${strength(picture.axes[axis]) * 100}%` }} />
          </div>
          <Because axis={axis} reasons={reasons} />
        </div>
      ))}
    </section>
  );
}

function Because({ axis, reasons }: { axis: Axis; reasons: Reasons }) {
  const t = useText();
  if (axis === "visual") {
    const by = BY[reasons.visual?.by ?? ""];
    return by ? <p className="text-sm text-muted">{t(by)}</p> : null;
  }
  if (axis === "meaning") return <p className="text-sm text-muted">{t("app.why.caption")}</p>;
  return (
    <ul className="text-sm text-muted">
      {Object.entries(reasons.keyword?.words ?? {}).map(([word, fields]) => (
        <li key={word}>
          <span className="text-ink">{word}</span> · {fields.join(", ")}
        </li>
      ))}
    </ul>
  );
}
