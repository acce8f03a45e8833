import i18next from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = ["en-US", "ko-KR"] as const;
export type Language = (typeof LANGUAGES)[number];

const LOADERS: Record<Language, () => Promise<{ default: Record<string, string> }>> = {
  "en-US": () => import("@locales/en-US.json"),
  "ko-KR": () => import("@locales/ko-KR.json"),
};

/** The language of ours that fits what the system prefers best; English where none does. */
export function languageFor(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const primary = tag.split("-")[0]?.toLowerCase();
    const known = LANGUAGES.find((language) => language.split("-")[0] === primary);
    if (known) return known;
  }
  return "en-US";
}

/** Speak a language from now on; its texts are loaded when it is first chosen. */
export async function speak(language: Language): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      resources: {},
      keySeparator: false,
      nsSeparator: false,
      fallbackLng: false,
      // React escapes by itself; places look as they do in the texts of the back end.
      interpolation: { escapeValue: false, prefix: "{", suffix: "}" },
      returnNull: false,
    });
  }
  if (!i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", (await LOADERS[language]()).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
