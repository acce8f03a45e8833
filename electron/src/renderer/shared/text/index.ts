import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { numberText } from "./format";
import { LANGUAGES, type Language } from "./i18n";
import type { TextKey, Translate, Values } from "./keys";

export * from "./failure";
export * from "./format";
export { LANGUAGES, type Language, languageFor, speak } from "./i18n";
export type { TextKey, Translate, Values } from "./keys";

/** Values as texts take them: a large `count` is written with its groups of digits. */
function filled(values: Values | undefined): Record<string, unknown> {
  const count = values?.count;
  if (typeof count !== "number" || count < 1000) return { ...values };
  return { ...values, replace: { ...values, count: numberText(count, i18next.language) } };
}

/** The text of a key in the language of now, outside of components. */
export const text: Translate = (key, values) => i18next.t(key, filled(values));

/** What an operation does, in one sentence. */
export function opText(op: string): string {
  const key = `op.${op}`;
  return i18next.exists(key) ? i18next.t(key) : op;
}

/** What a phase of an index run is called. */
export function phaseText(phase: string): string {
  const key = `phase.${phase}`;
  return i18next.exists(key) ? i18next.t(key) : phase;
}

/** What a finding of the library's check is called. */
export function findingText(code: string): string {
  const key = `doctor.${code}`;
  return i18next.exists(key) ? i18next.t(key) : code;
}

/** The sentence of a note of a search (`visual_by_labels`). */
export function noteText(note: string): string {
  const key = `note.${note}`;
  return i18next.exists(key) ? i18next.t(key) : note;
}

/** Texts for a component, which is drawn anew when the language changes. */
export function useText(): Translate {
  const { t } = useTranslation();
  return (key: TextKey, values?: Values) => t(key, filled(values));
}

/** The language of now, for components that format numbers and days. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return LANGUAGES.find((one) => one === i18n.language) ?? "en-US";
}
