import { useText } from "@/shared/text";
import { Page, Tabs } from "@/shared/ui";
import { Exporting } from "./Exporting";
import { Importing } from "./Importing";

/** What the library knows of pictures, into one file and out of it. */
export function Packages() {
  const t = useText();
  const tabs = [
    { id: "export", label: t("app.packages.export"), body: <Exporting /> },
    { id: "import", label: t("app.packages.import"), body: <Importing /> },
  ];
  return (
    <Page title={t("app.go.packages")} about={t("app.packages.about")} fills>
      <Tabs label={t("app.go.packages")} tabs={tabs} />
    </Page>
  );
}
