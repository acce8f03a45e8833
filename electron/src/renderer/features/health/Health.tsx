import { useText } from "@/shared/text";
import { Page, Tabs } from "@/shared/ui";
import { Backups } from "./Backups";
import { Check } from "./Check";
import { Disk } from "./Disk";
import { Sidecars } from "./Sidecars";

/** Whether the library is well, what it takes on the disk, its copies, and the files beside pictures. */
export function Health() {
  const t = useText();
  const tabs = [
    { id: "check", label: t("app.health.check"), body: <Check /> },
    { id: "disk", label: t("app.health.disk"), body: <Disk /> },
    { id: "backups", label: t("app.health.backups"), body: <Backups /> },
    { id: "sidecars", label: t("app.health.sidecars"), body: <Sidecars /> },
  ];
  return (
    <Page title={t("app.go.health")} about={t("app.health.about")} fills>
      <Tabs label={t("app.go.health")} tabs={tabs} />
    </Page>
  );
}
