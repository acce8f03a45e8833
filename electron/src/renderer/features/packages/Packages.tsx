import { useText } from "@/shared/text";
import { Page } from "@/shared/ui";

export function Packages() {
  const t = useText();
  return <Page title={t("app.go.packages")}>{null}</Page>;
}
