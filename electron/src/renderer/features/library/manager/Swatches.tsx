import { Ban } from "lucide-react";
import { type TextKey, useText } from "@/shared/text";
import { classes } from "@/shared/ui";

// Seen well on both grounds.
const COLOURS: readonly { value: string; label: TextKey }[] = [
  { value: "#e5484d", label: "app.colour.red" },
  { value: "#f08c3a", label: "app.colour.orange" },
  { value: "#c99a1d", label: "app.colour.yellow" },
  { value: "#46a758", label: "app.colour.green" },
  { value: "#12a594", label: "app.colour.turquoise" },
  { value: "#5a8dee", label: "app.colour.blue" },
  { value: "#9a6dd7", label: "app.colour.purple" },
  { value: "#d6409f", label: "app.colour.pink" },
  { value: "#8b8d98", label: "app.colour.gray" },
];

interface Props {
  label: string;
  /** Empty is none, null several. */
  value: string | null;
  onChange: (value: string) => void;
}

/** The colour of a tag. */
export function Swatches({ label, value, onChange }: Props) {
  const t = useText();
  const own = value !== null && value !== "" && !COLOURS.some((one) => one.value === value);
  const ring = (on: boolean) =>
    classes(
      "grid size-6 place-items-center rounded-full border",
      on ? "border-accent outline-2 outline-accent" : "border-edge",
    );
  return (
    <fieldset aria-label={label} className="flex flex-col gap-1">
      <span className="text-sm text-muted">{label}</span>
      <div className="flex flex-wrap items-center gap-1">
        <button
          type="button"
          aria-label={t("app.tags.no_colour")}
          title={t("app.tags.no_colour")}
          aria-pressed={value === ""}
          onClick={() => onChange("")}
          className={ring(value === "")}
        >
          <Ban size={14} aria-hidden className="text-muted" />
        </button>
        {COLOURS.map((one) => (
          <button
            key={one.value}
            type="button"
            aria-label={t(one.label)}
            title={t(one.label)}
            aria-pressed={value === one.value}
            onClick={() => onChange(one.value)}
            className={ring(value === one.value)}
            style={{ background: one.value }}
          />
        ))}
        <input
          type="color"
          aria-label={t("app.colour.any")}
          title={t("app.colour.any")}
          value={own ? value : "#4080c0"}
          onChange={(event) => onChange(event.target.value)}
          className={classes("h-6 w-8 rounded-md border bg-raised", own ? "border-accent" : "border-edge")}
        />
      </div>
    </fieldset>
  );
}
