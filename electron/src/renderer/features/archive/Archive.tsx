import { useText } from "@/shared/text";
import { Page } from "@/shared/ui";

export function Archive() {
  const t = useText();
  return <Page title={t("app.go.archive")}>{null}</Page>;
}
