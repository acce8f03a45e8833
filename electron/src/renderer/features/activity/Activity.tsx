import { useText } from "@/shared/text";
import { Page } from "@/shared/ui";

export function Activity() {
  const t = useText();
  return <Page title={t("app.go.activity")}>{null}</Page>;
}
