import i18next from "i18next";
import { nameOf } from "./format";

/** Why something could not be done. People are told by its code, in their language; the back end's own words are for who looks for a cause. */
export interface Failure {
  code: string;
  /** The file or folder at fault. */
  path: string | null;
  /** The name of another thing at fault, such as a model. */
  about: string | null;
  /** The back end's words, which are English. */
  detail: string;
}

const CODE = /^([a-z][a-z_]{2,40}): (.*)$/s;

/** A sentence of the form `corrupt: the header is cut off` by its two parts; one without a code counts as `otherwise`. */
export function coded(message: string | null, otherwise = "other"): { code: string; detail: string } {
  const found = CODE.exec(message ?? "");
  return { code: found?.[1] ?? otherwise, detail: found?.[2] ?? message ?? "" };
}

/** The text of an error code of the back end; codes without a sentence of their own are told as internal ones. */
export function errorText(code: string): string {
  const key = `error.${code}`;
  return i18next.exists(key) ? i18next.t(key) : i18next.t("error.internal");
}

/** What is known of a failure, whatever was thrown. */
export function failureOf(error: unknown): Failure {
  const detail = error instanceof Error ? error.message : "";
  const { code, path, about } = (error ?? {}) as Partial<Record<"code" | "path" | "about", unknown>>;
  const text = (value: unknown) => (typeof value === "string" && value ? value : null);
  return { code: text(code) ?? "internal", path: text(path), about: text(about), detail };
}

/** What went wrong, with the name of what it is about. */
export function failureText({ code, path, about }: Pick<Failure, "code" | "path" | "about">): string {
  const name = about ?? (path ? nameOf(path) || path : null);
  return name ? `${errorText(code)}: ${name}` : errorText(code);
}

/** What can be done about it. */
export function remedyText(code: string): string {
  const key = `remedy.${code}`;
  return i18next.exists(key) ? i18next.t(key) : i18next.t("remedy.internal");
}
