import { Settings2 } from "lucide-react";
import { GROUPS, keysOf, useRegistry } from "@/shared/actions";
import { useScreen } from "@/shared/screens";
import { useSettings } from "@/shared/settings";
import { useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot, Keys } from "@/shared/ui";
import { known } from "./model/known";
import { PLACES } from "./places";

/** All shortcuts at a glance. */
export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  const change = () => {
    onClose();
    useScreen.getState().show("settings");
  };
  return (
    <Dialog open={open} onClose={onClose} title={t("app.shortcuts")} wide>
      <DialogBody label={t("app.shortcuts")}>
        <Sheet />
      </DialogBody>
      <DialogFoot>
        <Button icon={Settings2} onPress={change}>
          {t("app.shortcuts.change")}
        </Button>
        <Button look="accent" onPress={onClose}>
          {t("app.close")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

function Sheet() {
  const t = useText();
  const sets = useRegistry((registry) => registry.sets);
  const given = useSettings(({ keys }) => keys);
  const all = known(sets).filter((one) => keysOf(one, given).length > 0);
  return (
    <div className="columns-2 gap-8 max-md:columns-1">
      {GROUPS.map(({ group, label }) => {
        const members = all.filter((one) => one.group === group);
        return members.length === 0 ? null : (
          <section key={group} aria-label={t(label)} className="mb-4 break-inside-avoid-column">
            <h3 className="border-b border-line pb-1 text-sm text-muted">{t(label)}</h3>
            <ul>
              {members.map((one) => (
                <li key={one.id} className="flex min-h-7 items-center gap-2">
                  <span className="min-w-0">
                    {t(one.label)}
                    {one.place === "viewer" || one.place === "compare" ? (
                      <span className="ml-2 text-sm text-muted">{t(PLACES[one.place])}</span>
                    ) : null}
                  </span>
                  <span className="ml-auto flex shrink-0 items-center gap-3">
                    {keysOf(one, given).map((keys) => (
                      <Keys key={keys} keys={keys} bare />
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
