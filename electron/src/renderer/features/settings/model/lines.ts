import type { DoneOf } from "@/shared/bridge";
import { DEFAULTS, type Settings, THEMES, VIEWS } from "@/shared/settings";
import { LANGUAGES, type TextKey } from "@/shared/text";
import { SECTIONS, type SectionId, WORDS } from "./words";

export type Told = DoneOf<"settings_get">["payload"]["settings"][number];
export type Value = Told["value"];

/** One setting, wherever it is kept; those of `me` are kept in this window. */
export interface Line extends Omit<Told, "scope" | "source"> {
  scope: Told["scope"] | "me";
  source: Told["source"] | "me";
}

type Mine = Pick<Settings, "language" | "theme" | "author" | "view" | "tile" | "left" | "right">;
type Limits = Partial<Pick<Line, "choices" | "least" | "most">>;

const MINE: readonly { key: keyof Mine; kind: Line["kind"]; limits?: Limits }[] = [
  { key: "language", kind: "choice", limits: { choices: [...LANGUAGES] } },
  { key: "theme", kind: "choice", limits: { choices: [...THEMES] } },
  { key: "view", kind: "choice", limits: { choices: [...VIEWS] } },
  { key: "tile", kind: "integer", limits: { least: 96, most: 384 } },
  { key: "left", kind: "switch" },
  { key: "right", kind: "switch" },
  { key: "author", kind: "text" },
];

/** The settings of the user, as lines like those of the machine. */
export function mine(settings: Mine): Line[] {
  return MINE.map(({ key, kind, limits = {} }) => ({
    ...{ key: `me.${key}`, kind, value: settings[key], default: DEFAULTS[key], scope: "me" },
    ...{
      source: settings[key] === DEFAULTS[key] ? "default" : "me",
      choices: [],
      least: null,
      above: false,
      most: null,
    },
    ...{ counts: "now", variable: "", locked: "" },
    ...limits,
  }));
}

/** The change of the user's settings that a value means. */
export function mineChanged(key: string, value: Value): Partial<Mine> {
  const found = MINE.find((one) => `me.${one.key}` === key);
  return found ? { [found.key]: value === null ? DEFAULTS[found.key] : value } : {};
}

/** Under which heading a setting stands. */
export function sectionOf(key: string): SectionId {
  if (key === "me.author") return "person";
  if (key.startsWith("me.")) return "looks";
  if (key.startsWith("models.captions.")) return "captions";
  const head = key.includes(".") ? (key.split(".")[0] ?? "") : "general";
  return head in SECTIONS ? (head as SectionId) : "general";
}

/** Lines by their headings, in the order of those. */
export function sections(lines: readonly Line[]): { section: SectionId; lines: Line[] }[] {
  return (Object.keys(SECTIONS) as SectionId[])
    .map((section) => ({ section, lines: lines.filter(({ key }) => sectionOf(key) === section) }))
    .filter((one) => one.lines.length > 0);
}

/** The lines that have every typed word in their name, their help or their key. */
export function matching(lines: readonly Line[], typed: string, say: (line: Line) => string): Line[] {
  const words = typed.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    const text = `${line.key} ${say(line)}`.normalize("NFC").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Whether a line has words of its own; one that came with a newer back end has none. */
export function isTold(line: Line): boolean {
  return line.key in WORDS;
}

const ADDRESSES = new Set(["models.captions.url", "models.hub"]);
const ADDRESS = /^https?:\/\/[^\s/]/;
const WHOLE_PATH = /^(?:\/|~|[a-z]:[\\/]|\\\\)/i;

/** What is plainly wrong with a value, in the user's language; the back end checks all of it once more. */
export function wrong(line: Pick<Line, "key" | "kind">, value: Value): TextKey | null {
  if (typeof value !== "string") return null;
  if (ADDRESSES.has(line.key) && !ADDRESS.test(value)) return "app.settings.wrong.address";
  return line.kind === "path" && !WHOLE_PATH.test(value) ? "app.settings.wrong.path" : null;
}

/** What to send so that a line is again as it is now. */
export function formerly(line: Line): Value {
  return line.source === "default" ? null : line.value;
}
