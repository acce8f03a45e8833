import { Download, FolderOpen, Pencil, Trash2, Upload } from "lucide-react";
import { useState } from "react";
import { useAsk } from "@/shared/data";
import { momentText, useLanguage, useText } from "@/shared/text";
import { Button, Dialog, DialogBody, Field, IconButton } from "@/shared/ui";
import { openTemplate, saveTemplate } from "./model/files";
import { drop, keep, load, rename } from "./model/kept";
import { useArchive } from "./model/store";

/** The templates of the library: use one, keep the one of now, rename and forget; and files in and out. */
export function KeptTemplates({ onClose }: { onClose: () => void }) {
  const t = useText();
  const draft = useArchive((archive) => archive.draft);
  const [name, setName] = useState(draft.name);
  const [renaming, setRenaming] = useState<number | null>(null);
  const { data } = useAsk("template_db_list", {});
  const templates = data?.templates ?? [];
  const replaces = templates.some((one) => one.name === name.trim());
  const save = () => {
    if (name.trim() && draft.variables.length > 0) void keep(name.trim());
  };
  return (
    <Dialog open onClose={onClose} title={t("app.archive.template.kept_ones")} wide>
      <DialogBody>
        <div className="flex flex-wrap items-end gap-2">
          <Field label={t("app.archive.template.keep_as")} value={name} onChange={setName} onEnter={save} />
          <Button look="accent" isDisabled={!name.trim() || draft.variables.length === 0} onPress={save}>
            {replaces ? t("app.archive.template.replace") : t("app.archive.template.keep")}
          </Button>
        </div>
        {templates.length === 0 && <p className="text-muted">{t("app.archive.template.none")}</p>}
        <ul aria-label={t("app.archive.template.kept_ones")} className="flex flex-col">
          {templates.map((one) =>
            renaming === one.id ? (
              <Renaming key={one.id} id={one.id} name={one.name} close={() => setRenaming(null)} />
            ) : (
              <Line
                key={one.id}
                template={one}
                use={() => void load(one.id).then(onClose)}
                rename={() => setRenaming(one.id)}
              />
            ),
          )}
        </ul>
        <div className="flex flex-wrap gap-2 border-t border-line pt-4">
          <Button icon={Upload} onPress={() => void openTemplate().then((done) => done && onClose())}>
            {t("app.archive.template.open")}
          </Button>
          <Button icon={Download} isDisabled={draft.variables.length === 0} onPress={() => void saveTemplate()}>
            {t("app.archive.template.save")}
          </Button>
        </div>
      </DialogBody>
    </Dialog>
  );
}

interface LineProps {
  template: { id: number; name: string; updated_at: string };
  use: () => void;
  rename: () => void;
}

function Line({ template: { id, name, updated_at }, use, rename }: LineProps) {
  const t = useText();
  const language = useLanguage();
  return (
    <li data-template={name} className="flex min-h-10 items-center gap-2 border-b border-line">
      <span className="min-w-0 flex-1 truncate" title={name}>
        {name}
      </span>
      <span className="text-sm text-muted">{momentText(updated_at, language)}</span>
      <Button icon={FolderOpen} onPress={use}>
        {t("app.archive.template.use")}
      </Button>
      <IconButton icon={Pencil} label={t("app.archive.kept.rename", { name })} onPress={rename} />
      <IconButton icon={Trash2} label={t("app.archive.kept.drop", { name })} onPress={() => void drop(id)} />
    </li>
  );
}

function Renaming({ id, name, close }: { id: number; name: string; close: () => void }) {
  const t = useText();
  const [next, setNext] = useState(name);
  const save = () => {
    if (next.trim()) void rename(id, next.trim());
    close();
  };
  return (
    <li className="flex min-h-10 items-center gap-2 border-b border-line">
      <Field
        bare
        label={t("app.archive.kept.rename", { name })}
        value={next}
        onChange={setNext}
        onEnter={save}
        autoFocus
      />
      <Button onPress={close}>{t("app.cancel")}</Button>
      <Button look="accent" onPress={save}>
        {t("app.save")}
      </Button>
    </li>
  );
}
