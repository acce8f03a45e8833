import { FolderSearch, Pencil, Trash2, Upload } from "lucide-react";
import { useState } from "react";
import { ask, useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import { Blank, Button, Dialog, DialogBody, Field, IconButton, Tabs } from "@/shared/ui";
import { FromFolder } from "./FromFolder";
import type { Variable } from "./model/draft";
import { choosePreset } from "./model/files";
import { dropPreset, keepPreset } from "./model/kept";
import { Offer, type Offered } from "./Offer";

interface Props {
  variable: Variable;
  onClose: () => void;
}

/** Values for a variable: out of the library, out of a file of another tool, or out of a folder of pictures. */
export function PresetDialog({ variable, onClose }: Props) {
  const t = useText();
  const [offered, setOffered] = useState<Offered | null>(null);
  const tabs = [
    { id: "library", label: t("app.archive.preset.library"), body: <FromLibrary offer={setOffered} /> },
    { id: "file", label: t("app.archive.preset.file"), body: <FromFile offer={setOffered} /> },
    { id: "folder", label: t("app.archive.preset.folder"), body: <FromFolder offer={setOffered} /> },
  ];
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("app.archive.preset.title", { name: variable.name || t("app.archive.variable.unnamed") })}
      wide
    >
      {offered ? (
        <Offer variable={variable} offered={offered} back={() => setOffered(null)} close={onClose} />
      ) : (
        <>
          <div className="flex h-80 min-h-0 flex-col">
            <Tabs label={t("app.archive.preset.values")} tabs={tabs} />
          </div>
          <KeepValues variable={variable} />
        </>
      )}
    </Dialog>
  );
}

function FromLibrary({ offer }: { offer: (offered: Offered) => void }) {
  const t = useText();
  const [renaming, setRenaming] = useState<number | null>(null);
  const { data } = useAsk("preset_db_list", {});
  const presets = data?.presets ?? [];
  const open = async (id: number) => {
    const found = await ask("preset_db_get", { id });
    if (found) offer({ ...found.payload, name: found.name, problems: [] });
  };
  if (data && presets.length === 0) {
    return (
      <Blank icon={FolderSearch} title={t("app.archive.preset.none")}>
        <p>{t("app.archive.preset.about")}</p>
      </Blank>
    );
  }
  return (
    <ul aria-label={t("app.archive.preset.library")} className="flex flex-col px-4">
      {presets.map(({ id, name, variable_name }) => (
        <li key={id} data-preset={name} className="flex min-h-10 items-center gap-2 border-b border-line">
          {renaming === id ? (
            <Renaming id={id} name={name} close={() => setRenaming(null)} />
          ) : (
            <>
              <span className="min-w-0 flex-1 truncate" title={name}>
                {name}
              </span>
              <span className="max-w-40 truncate text-sm text-muted">{variable_name}</span>
              <Button onPress={() => void open(id)}>{t("app.archive.preset.look")}</Button>
              <IconButton
                icon={Pencil}
                label={t("app.archive.kept.rename", { name })}
                onPress={() => setRenaming(id)}
              />
              <IconButton
                icon={Trash2}
                label={t("app.archive.kept.drop", { name })}
                onPress={() => void dropPreset(id)}
              />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Renaming({ id, name, close }: { id: number; name: string; close: () => void }) {
  const t = useText();
  const [next, setNext] = useState(name);
  const save = async () => {
    const found = await ask("preset_db_get", { id });
    if (found && next.trim()) await keepPreset({ ...found.payload, id, name: next.trim() });
    close();
  };
  return (
    <>
      <Field
        bare
        label={t("app.archive.kept.rename", { name })}
        value={next}
        onChange={setNext}
        onEnter={() => void save()}
        autoFocus
      />
      <Button onPress={close}>{t("app.cancel")}</Button>
      <Button look="accent" onPress={() => void save()}>
        {t("app.save")}
      </Button>
    </>
  );
}

function FromFile({ offer }: { offer: (offered: Offered) => void }) {
  const t = useText();
  const choose = async () => {
    const chosen = await choosePreset();
    const found = chosen && (await ask("preset_import", { path: chosen.path }));
    if (!found) return;
    const { values, source_kind, problems, variables } = found;
    const variable_name = found.variable_name ?? "";
    offer({ name: variable_name, variable_name, values, source_kind, problems, variables, path: chosen.path });
  };
  return (
    <Blank icon={Upload} title={t("app.archive.preset.from_file")}>
      <p>{t("app.archive.preset.kinds")}</p>
      <Button look="accent" icon={Upload} onPress={() => void choose()}>
        {t("app.archive.preset.choose")}
      </Button>
    </Blank>
  );
}

/** Keep the values that the variable has now. */
function KeepValues({ variable }: { variable: Variable }) {
  const t = useText();
  const [name, setName] = useState(variable.name);
  const able = name.trim() !== "" && variable.name.trim() !== "" && variable.values.length > 0;
  const keep = () => {
    const values = variable.values.map((one) => ({ name: one.name, tags: [...one.tags] }));
    if (able) void keepPreset({ name: name.trim(), source_kind: "own", variable_name: variable.name, values });
  };
  return (
    <DialogBody>
      <div className="flex flex-wrap items-end gap-2 border-t border-line pt-4">
        <Field label={t("app.archive.preset.keep_as")} value={name} onChange={setName} onEnter={keep} />
        <Button isDisabled={!able} onPress={keep}>
          {t("app.archive.preset.keep", { count: variable.values.length })}
        </Button>
      </div>
    </DialogBody>
  );
}
