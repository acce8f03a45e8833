import { useText } from "@/shared/text";
import { Page } from "@/shared/ui";

export function Health() {
  const t = useText();
  return <Page title={t("app.go.health")}>{null}</Page>;
}
