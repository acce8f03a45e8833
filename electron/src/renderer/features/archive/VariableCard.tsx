import { EllipsisVertical, Plus } from "lucide-react";
import { type DragEvent, useState } from "react";
import { useText } from "@/shared/text";
import { Button, type Choice, classes, Field, IconButton, Menu } from "@/shared/ui";
import { carriesTag, droppedTag } from "./drag";
import { moved, renamed, type Variable, withoutVariable, withValue } from "./model/draft";
import { useArchive } from "./model/store";
import { PresetDialog } from "./PresetDialog";
import { ValueRow } from "./ValueRow";

/** Values that are shown at once; presets may hold hundreds. */
const SOME = 40;

/** A variable with its values; a tag that is dropped on it becomes a new value. */
export function VariableCard({ variable }: { variable: Variable }) {
  const t = useText();
  const { aim, change, set } = useArchive();
  const [over, setOver] = useState(false);
  const [most, setMost] = useState(SOME);
  const [presets, setPresets] = useState(false);
  const { id, name, values } = variable;
  const aimed = aim?.variable === id && aim.value === null;
  const drag = (event: DragEvent) => {
    if (!carriesTag(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    const tag = droppedTag(event);
    if (tag) change((draft) => withValue(draft, id, tag, [tag]));
  };
  const add = () => {
    change((draft) => withValue(draft, id, ""));
    const made = useArchive
      .getState()
      .draft.variables.find((one) => one.id === id)
      ?.values.at(-1);
    set({ aim: { variable: id, value: made?.id ?? null } });
  };
  const choices: Choice[] = [
    { id: "presets", label: t("app.archive.preset.values"), run: () => setPresets(true) },
    { id: "up", label: t("app.archive.variable.up"), run: () => change((draft) => moved(draft, id, -1)) },
    { id: "down", label: t("app.archive.variable.down"), run: () => change((draft) => moved(draft, id, 1)) },
    {
      id: "remove",
      label: t("app.archive.variable.remove"),
      danger: true,
      run: () => change((draft) => withoutVariable(draft, id)),
    },
  ];
  const called = name || t("app.archive.variable.unnamed");
  return (
    <fieldset
      aria-label={called}
      data-variable={name}
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classes("flex flex-col gap-2 rounded-lg border p-3", over || aimed ? "border-accent" : "border-line")}
    >
      <div className="flex items-center gap-2">
        <Field
          bare
          label={t("app.archive.variable.name")}
          placeholder={t("app.archive.variable.example")}
          value={name}
          onChange={(next) => change((draft) => renamed(draft, id, next.replace(/[[\]]/g, "")))}
        />
        <Button icon={Plus} onPress={add}>
          {t("app.archive.value.add")}
        </Button>
        <Menu label={t("app.archive.variable.menu", { name: called })} choices={choices}>
          <IconButton icon={EllipsisVertical} label={t("app.archive.variable.menu", { name: called })} />
        </Menu>
      </div>
      {values.slice(0, most).map((value) => (
        <ValueRow key={value.id} variable={id} value={value} />
      ))}
      {values.length > most && (
        <Button look="quiet" onPress={() => setMost(most + SOME)}>
          {t("app.archive.value.others", { count: values.length - most })}
        </Button>
      )}
      {presets && <PresetDialog variable={variable} onClose={() => setPresets(false)} />}
    </fieldset>
  );
}
