import { errorText, useText } from "@/shared/text";
import { type Row, reasons } from "./model/plan";

/** Gives the sentence that says why a picture goes where it goes, or stays. */
export function useWhy(): (row: Row) => string {
  const t = useText();
  return (row) =>
    reasons(row)
      .map(({ key, values }) => {
        const { code } = values;
        return typeof code === "string" ? t(key, { reason: errorText(code) }) : t(key, values);
      })
      .join(" ");
}
