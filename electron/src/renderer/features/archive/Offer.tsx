import type { PlainValue, Problem } from "@contract";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { ask } from "@/shared/data";
import { errorText, useText } from "@/shared/text";
import { Button, DialogBody, DialogFoot, Field, Select, tell } from "@/shared/ui";
import { renamed, type Variable, withValues } from "./model/draft";
import { keepPreset } from "./model/kept";
import { useArchive } from "./model/store";

/** Values that could come into a variable, and what was wrong with some of them. */
export interface Offered {
  name: string;
  variable_name: string;
  source_kind: string;
  values: PlainValue[];
  problems: readonly Problem[];
  /** The variables of the file, where it has several. */
  variables?: readonly string[];
  path?: string;
}

interface Props {
  variable: Variable;
  offered: Offered;
  back: () => void;
  close: () => void;
}

const SHOWN = 200;

/** Look at values before they come into a variable, and keep them in the library. */
export function Offer({ variable, offered: first, back, close }: Props) {
  const t = useText();
  const change = useArchive((archive) => archive.change);
  const [offered, setOffered] = useState(first);
  const [name, setName] = useState(first.name);
  const { values, variables = [], path, problems } = offered;
  const other = async (chosen: string) => {
    const found = path && (await ask("preset_import", { path, variable: chosen }));
    if (found) setOffered({ ...offered, variable_name: chosen, values: found.values, problems: found.problems });
  };
  const add = () => {
    change((draft) => {
      const named = variable.name ? draft : renamed(draft, variable.id, offered.variable_name);
      return withValues(named, variable.id, values);
    });
    tell({ message: t("app.archive.preset.added", { count: values.length }) });
    close();
  };
  const keep = () => {
    const { source_kind } = offered;
    const variable_name = offered.variable_name || variable.name || name.trim();
    void keepPreset({ name: name.trim(), source_kind: source_kind || "own", variable_name, values });
  };
  return (
    <>
      <DialogBody>
        {variables.length > 1 && (
          <Select
            label={t("app.archive.preset.which")}
            value={offered.variable_name}
            options={variables.map((one) => ({ value: one, label: one }))}
            onChange={(chosen) => void other(chosen)}
          />
        )}
        <p>{t("app.archive.preset.offers", { count: values.length })}</p>
        <ul
          data-selectable
          aria-label={t("app.archive.preset.values")}
          className="flex max-h-60 flex-col overflow-auto"
        >
          {values.slice(0, SHOWN).map(({ name: value, tags }) => (
            <li key={`${value} ${tags.join()}`} className="flex gap-3 py-1">
              <span className="w-40 shrink-0 truncate font-medium" title={value}>
                {value}
              </span>
              <span className="min-w-0 flex-1 text-muted">{tags.join(", ") || t("app.archive.preset.tagless")}</span>
            </li>
          ))}
          {values.length > SHOWN && (
            <li className="text-muted">{t("app.archive.value.others", { count: values.length - SHOWN })}</li>
          )}
        </ul>
        {problems.length > 0 && (
          <details>
            <summary>{t("app.archive.preset.problems", { count: problems.length })}</summary>
            <ul data-selectable className="pt-2 text-muted">
              {problems.map(({ code, where, message }) => (
                <li key={`${where} ${message}`} title={message}>{`${where}: ${errorText(code)}`}</li>
              ))}
            </ul>
          </details>
        )}
        <div className="flex flex-wrap items-end gap-2">
          <Field label={t("app.archive.preset.keep_as")} value={name} onChange={setName} onEnter={keep} />
          <Button isDisabled={!name.trim()} onPress={keep}>
            {t("app.archive.preset.keep", { count: values.length })}
          </Button>
        </div>
      </DialogBody>
      <DialogFoot>
        <Button look="quiet" icon={ArrowLeft} onPress={back}>
          {t("app.archive.back")}
        </Button>
        <Button look="accent" isDisabled={values.length === 0} onPress={add}>
          {t("app.archive.preset.add", { count: values.length })}
        </Button>
      </DialogFoot>
    </>
  );
}
