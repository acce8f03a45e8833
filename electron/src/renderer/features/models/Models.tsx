import { useText } from "@/shared/text";
import { Page } from "@/shared/ui";

export function Models() {
  const t = useText();
  return <Page title={t("app.go.models")}>{null}</Page>;
}
