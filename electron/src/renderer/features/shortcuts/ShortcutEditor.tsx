import { Download, RotateCcw, Upload, X } from "lucide-react";
import { useCallback, useState } from "react";
import { GROUPS, keysOf, useRegistry } from "@/shared/actions";
import { chooseJson, download } from "@/shared/files";
import { useSettings } from "@/shared/settings";
import { text, useText } from "@/shared/text";
import { Button, Dialog, DialogBody, DialogFoot, Field, IconButton, Keys, tell } from "@/shared/ui";
import { clashes, isKept, read, withMore, withoutKeys, written } from "./model/keymap";
import { type Known, known } from "./model/known";
import { PLACES } from "./places";
import { Recorder } from "./Recorder";

/** Every action with its keys, to be changed by pressing other ones. */
export function ShortcutEditor() {
  const t = useText();
  const all = known(useRegistry((registry) => registry.sets));
  const { keys: given, set } = useSettings();
  const [typed, setTyped] = useState("");
  const needle = typed.trim().toLowerCase();
  const shown = all.filter(({ id, label }) => !needle || `${t(label)} ${id}`.toLowerCase().includes(needle));
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <div className="flex w-64">
          <Field
            bare
            label={t("app.shortcuts.find")}
            placeholder={t("app.shortcuts.find")}
            value={typed}
            onChange={setTyped}
          />
        </div>
        <Button icon={Download} onPress={() => download("shortcuts.json", written(given))}>
          {t("app.shortcuts.export")}
        </Button>
        <Button icon={Upload} onPress={() => void takeIn(all)}>
          {t("app.shortcuts.import")}
        </Button>
        <Button icon={RotateCcw} isDisabled={Object.keys(given).length === 0} onPress={() => set({ keys: {} })}>
          {t("app.shortcuts.reset_all")}
        </Button>
      </div>
      {shown.length === 0 && <p className="text-muted">{t("app.shortcuts.none")}</p>}
      {GROUPS.map(({ group, label }) => {
        const members = shown.filter((one) => one.group === group);
        return members.length === 0 ? null : (
          <section key={group} aria-label={t(label)}>
            <h4 className="py-1 text-sm text-muted">{t(label)}</h4>
            <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
              {members.map((one) => (
                <Line key={one.id} action={one} all={all} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function Line({ action, all }: { action: Known; all: readonly Known[] }) {
  const t = useText();
  const { keys: given, set } = useSettings();
  const [asked, setAsked] = useState<string | null>(null);
  const label = t(action.label);
  const { id } = action;
  const take = useCallback(
    (keys: string) => {
      const now = useSettings.getState().keys;
      if (isKept(keys)) tell({ message: text("app.shortcuts.kept"), bad: true });
      else if (clashes(all, now, id, keys).length > 0) setAsked(keys);
      else set({ keys: withMore(all, now, action, keys) });
    },
    [all, action, id, set],
  );
  return (
    <li data-action={id} className="flex min-h-10 flex-wrap items-center gap-2 px-3 py-1">
      <span className="min-w-40 flex-1">
        {label}
        {action.place !== "app" && <span className="ml-2 text-sm text-muted">{t(PLACES[action.place])}</span>}
      </span>
      <span className="flex flex-wrap items-center gap-1">
        {keysOf(action, given).map((keys) => (
          <span key={keys} className="flex items-center rounded-md bg-raised pl-2">
            <Keys keys={keys} bare />
            <IconButton
              icon={X}
              label={t("app.shortcuts.remove", { action: label })}
              onPress={() => set({ keys: withoutKeys(given, action, keys) })}
            />
          </span>
        ))}
        <Recorder label={t("app.shortcuts.add", { action: label })} onKeys={take} />
        {id in given && (
          <IconButton
            icon={RotateCcw}
            label={t("app.shortcuts.reset", { action: label })}
            onPress={() => {
              const { [id]: _, ...rest } = given;
              set({ keys: rest });
            }}
          />
        )}
      </span>
      <Dialog open={asked !== null} onClose={() => setAsked(null)} title={t("app.shortcuts.clash")}>
        {asked !== null && <Clash action={action} all={all} keys={asked} close={() => setAsked(null)} />}
      </Dialog>
    </li>
  );
}

interface ClashProps {
  action: Known;
  all: readonly Known[];
  keys: string;
  close: () => void;
}

/** The keys mean something already: leave them there, or take them over. */
function Clash({ action, all, keys, close }: ClashProps) {
  const t = useText();
  const { keys: given, set } = useSettings();
  const names = clashes(all, given, action.id, keys).map(({ label }) => t(label));
  return (
    <>
      <DialogBody>
        <p>
          <Keys keys={keys} bare />{" "}
          {t("app.shortcuts.clash_about", { names: names.join(", "), action: t(action.label) })}
        </p>
      </DialogBody>
      <DialogFoot>
        <Button onPress={close}>{t("app.shortcuts.leave")}</Button>
        <Button
          look="accent"
          onPress={() => {
            set({ keys: withMore(all, given, action, keys) });
            close();
          }}
        >
          {t("app.shortcuts.take")}
        </Button>
      </DialogFoot>
    </>
  );
}

async function takeIn(all: readonly Known[]): Promise<void> {
  const file = await chooseJson();
  if (!file) return;
  const found = read(file.value, all);
  if (!found) {
    tell({ message: text("app.shortcuts.unreadable", { name: file.name }), bad: true });
    return;
  }
  const before = useSettings.getState().keys;
  useSettings.getState().set({ keys: found.given });
  const count = Object.keys(found.given).length;
  const message = found.unknown
    ? text("app.shortcuts.imported_some", { count, unknown: found.unknown })
    : text("app.shortcuts.imported", { count });
  tell({
    message,
    action: { label: text("app.undo"), run: () => useSettings.getState().set({ keys: before }) },
  });
}
