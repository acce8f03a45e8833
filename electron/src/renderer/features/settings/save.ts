import type { OpName } from "@contract";
import { bridge } from "@/shared/bridge";
import { forget } from "@/shared/data";
import { useSettings } from "@/shared/settings";
import { type Failure, failureOf, languageFor, speak, type TextKey, text } from "@/shared/text";
import { tell } from "@/shared/ui";
import { formerly, type Line, mineChanged, type Value, wrong } from "./model/lines";
import { WORDS } from "./model/words";

/** What a setting of the machine or of the library can change on the screen. */
const CHANGED: readonly OpName[] = [
  "settings_get",
  "data_places",
  "models_list",
  "models_status",
  "captions_check",
  "history",
  "health",
  "sidecar_status",
];
const SAVED: Record<Line["counts"], TextKey> = {
  now: "app.settings.saved.now",
  run: "app.settings.saved.run",
  restart: "app.settings.saved.restart",
};

/** What a setting is called; one without words goes by its key. */
export function nameOfLine({ key }: Line): string {
  const words = WORDS[key];
  return words ? text(words.label) : key;
}

/** Keep a value, null being the default; returns why that could not be done. */
export async function save(line: Line, value: Value): Promise<string | Failure | null> {
  if (line.scope === "me") {
    keepMine(line, value);
    return null;
  }
  const problem = wrong(line, value);
  if (problem) return text(problem);
  try {
    await bridge.run("settings_set", { changes: [{ key: line.key, ...(value === null ? {} : { value }) }] });
  } catch (error) {
    return failureOf(error);
  }
  forget(CHANGED);
  const was = formerly(line);
  const undo = { label: text("app.undo"), run: () => void save({ ...line, value, source: "file" }, was) };
  tell({
    message: text(SAVED[line.counts], { name: nameOfLine(line) }),
    ...(line.kind === "secret" ? {} : { action: undo }),
  });
  return null;
}

function keepMine(line: Line, value: Value): void {
  useSettings.getState().set(mineChanged(line.key, value));
  if (line.key === "me.language") void speak(useSettings.getState().language ?? languageFor(navigator.languages));
}
