import { useText } from "@/shared/text";
import { Page } from "@/shared/ui";

export function Duplicates() {
  const t = useText();
  return <Page title={t("app.go.duplicates")}>{null}</Page>;
}
