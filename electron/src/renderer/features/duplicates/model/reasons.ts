import { bytesText, nameOf, numberText } from "@/shared/text";
import type { Lost } from "./types";

const MEGAPIXEL = 1_000_000;
// To the second: copies are often made within a minute.
const MOMENT = { dateStyle: "short", timeStyle: "medium" } as const;
const DATES = new Set(["newest", "oldest", "added_first", "added_last"]);

/** What a picture has by a rule, as people read it. */
export function valueText(by: string, value: Lost["value"], language: string): string {
  if (value === null) return "–";
  if (by === "path") return nameOf(String(value));
  if (typeof value === "string") return by === "format" ? value.toUpperCase() : value;
  if (by === "largest" || by === "smallest") return bytesText(value, language);
  if (DATES.has(by)) return new Intl.DateTimeFormat(language, MOMENT).format(value);
  if (by === "resolution") {
    const shown = value / MEGAPIXEL;
    return `${new Intl.NumberFormat(language, { maximumFractionDigits: shown < 10 ? 2 : 0 }).format(shown)} MP`;
  }
  return numberText(value, language);
}
