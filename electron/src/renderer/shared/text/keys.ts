import type english from "@locales/en-US.json";

type Plain<K> = K extends `${infer Stem}_one` ? Stem : K extends `${infer Stem}_other` ? Stem : K;

/** The key of a text; one with plural forms is named without its form. */
export type TextKey = Plain<
  Extract<keyof typeof english, `app.${string}` | `error.${string}` | `note.${string}` | `axis.${string}`>
>;

export type Values = Record<string, string | number>;
export type Translate = (key: TextKey, values?: Values) => string;
