import { AXES, type Axis, useSearch } from "@/features/search";
import { type TextKey, useText } from "@/shared/text";
import { Button, Slider } from "@/shared/ui";
import { useFound } from "./Finding";
import { balanced } from "./model/bars";

export const AXIS_TEXTS: Record<Axis, TextKey> = {
  visual: "axis.visual",
  meaning: "axis.meaning",
  keyword: "axis.keyword",
};
const PERCENT = { style: "percent", maximumFractionDigits: 0 } as const;

/** How much each axis counts; the results follow the sliders. */
export function Weighing() {
  const t = useText();
  const results = useFound();
  const { weights, setWeights } = useSearch();
  const told = results.first?.weights;
  const now = Object.fromEntries(
    AXES.map((axis) => [axis, weights?.[axis] ?? told?.[axis] ?? 1 / AXES.length]),
  ) as Record<Axis, number>;
  return (
    <>
      <p className="text-sm text-muted">{t("app.weights.about")}</p>
      {AXES.map((axis) => (
        <Slider
          key={axis}
          label={t(AXIS_TEXTS[axis])}
          value={now[axis]}
          least={0}
          most={1}
          step={0.05}
          format={PERCENT}
          onChange={(value) => setWeights(balanced(now, axis, value))}
        />
      ))}
      <Button isDisabled={weights === null} onPress={() => setWeights(null)}>
        {t("app.weights.reset")}
      </Button>
    </>
  );
}
