import { THEMES, type Theme, useSettings } from "@/shared/settings";
import { LANGUAGES, type Language, speak, type TextKey, useLanguage, useText } from "@/shared/text";
import { Field, Page, Select } from "@/shared/ui";

const THEME_TEXTS: Record<Theme, TextKey> = {
  dark: "app.theme.dark",
  light: "app.theme.light",
  system: "app.theme.system",
};
// Each language is called by its own name, whichever one is spoken.
const OWN_NAMES: Record<Language, string> = { "en-US": "English", "ko-KR": "한국어" };

/** Language, theme, and the name under which comments are written. */
export function Settings() {
  const t = useText();
  const language = useLanguage();
  const { theme, author, set } = useSettings();
  const choose = (next: Language) => {
    set({ language: next });
    void speak(next);
  };
  return (
    <Page title={t("app.go.settings")}>
      <div className="flex max-w-md flex-col gap-4">
        <Select
          label={t("app.language")}
          value={language}
          options={LANGUAGES.map((value) => ({ value, label: OWN_NAMES[value] }))}
          onChange={choose}
        />
        <Select
          label={t("app.theme")}
          value={theme}
          options={THEMES.map((value) => ({ value, label: t(THEME_TEXTS[value]) }))}
          onChange={(next) => set({ theme: next })}
        />
        <Field label={t("app.author")} value={author} onChange={(next) => set({ author: next })} />
      </div>
    </Page>
  );
}
