import { change, withValue } from "@/features/search";
import { type TextKey, useText } from "@/shared/text";
import { classes } from "@/shared/ui";

// The names and the colours are those that the filter knows.
const COLOURS: readonly { name: string; shown: string; label: TextKey }[] = [
  { name: "red", shown: "#e02020", label: "app.colour.red" },
  { name: "orange", shown: "#f08020", label: "app.colour.orange" },
  { name: "yellow", shown: "#f0e020", label: "app.colour.yellow" },
  { name: "green", shown: "#30a040", label: "app.colour.green" },
  { name: "turquoise", shown: "#30c0b8", label: "app.colour.turquoise" },
  { name: "blue", shown: "#2850d8", label: "app.colour.blue" },
  { name: "purple", shown: "#8030b0", label: "app.colour.purple" },
  { name: "pink", shown: "#f080b0", label: "app.colour.pink" },
  { name: "brown", shown: "#805030", label: "app.colour.brown" },
  { name: "beige", shown: "#e8d8b0", label: "app.colour.beige" },
  { name: "black", shown: "#101010", label: "app.colour.black" },
  { name: "gray", shown: "#808080", label: "app.colour.gray" },
  { name: "white", shown: "#f8f8f8", label: "app.colour.white" },
];

/** A colour that the pictures have; one of the usual, or any. */
export function Colours({ value }: { value: string | null }) {
  const t = useText();
  const set = (next: string | null) => void change((query) => withValue(query, "color", next));
  return (
    <div className="flex flex-wrap items-center gap-1">
      {COLOURS.map(({ name, shown, label }) => (
        <button
          key={name}
          type="button"
          aria-label={t(label)}
          aria-pressed={value === name}
          title={t(label)}
          onClick={() => set(value === name ? null : name)}
          className={classes(
            "size-6 rounded-full border",
            value === name ? "border-accent outline-2 outline-accent" : "border-edge",
          )}
          style={{ background: shown }}
        />
      ))}
      <input
        type="color"
        aria-label={t("app.colour.any")}
        title={t("app.colour.any")}
        value={/^#[0-9a-f]{6}$/i.test(value ?? "") ? (value ?? "") : "#4080c0"}
        onChange={(event) => set(event.target.value)}
        className="h-6 w-8 rounded-md border border-edge bg-raised"
      />
    </div>
  );
}
