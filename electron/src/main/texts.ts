import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Return what says the texts of a language: those of the same files as everywhere. */
export function textsOf(folder: string, language: string): (key: string) => string {
  const name = language.toLowerCase().startsWith("ko") ? "ko-KR" : "en-US";
  const texts = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Record<string, string>;
  return (key) => texts[key] ?? key;
}
