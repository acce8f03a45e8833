import { Star } from "lucide-react";
import { Button } from "react-aria-components";
import { useText } from "../text";

const FIVE = [1, 2, 3, 4, 5] as const;

/** A rating as stars; the same one again takes it away. */
export function Stars({
  value,
  onChange,
  size = 16,
}: {
  value: number | null;
  onChange?: (rating: number) => void;
  size?: number;
}) {
  const t = useText();
  const stars = FIVE.map((star) => {
    const full = (value ?? 0) >= star;
    return { star, sign: <Star size={size} aria-hidden className={full ? "fill-star text-star" : "text-edge"} /> };
  });
  if (!onChange) {
    return (
      <span role="img" aria-label={t("app.rating.stars", { count: value ?? 0 })} className="inline-flex gap-px">
        {stars
          .filter(({ star }) => star <= (value ?? 0))
          .map(({ star, sign }) => (
            <span key={star}>{sign}</span>
          ))}
      </span>
    );
  }
  return (
    <fieldset aria-label={t("app.rating")} className="inline-flex">
      {stars.map(({ star, sign }) => (
        <Button
          key={star}
          aria-label={t("app.rating.stars", { count: star })}
          aria-pressed={value === star}
          onPress={() => onChange(value === star ? -1 : star)}
          className="grid size-6 place-items-center rounded-md outline-none data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent data-[hovered]:bg-hover"
        >
          {sign}
        </Button>
      ))}
    </fieldset>
  );
}
