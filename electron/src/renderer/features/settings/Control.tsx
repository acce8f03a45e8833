import { FolderOpen } from "lucide-react";
import { useState } from "react";
import { bridge } from "@/shared/bridge";
import { LANGUAGES, type Language, useText } from "@/shared/text";
import { Check, Field, IconButton, NumberInput, Select } from "@/shared/ui";
import type { Line, Value } from "./model/lines";
import { CHOICES } from "./model/words";

interface Props {
  line: Line;
  label: string;
  save: (value: Value) => void;
}

// Each language is called by its own name, whichever one is spoken.
const OWN_NAMES: Record<Language, string> = { "en-US": "English", "ko-KR": "한국어" };
const DECIMALS = 3;

/** What a setting is changed with, by its kind. */
export function Control({ line, label, save }: Props) {
  const t = useText();
  const { kind, value } = line;
  if (kind === "switch") {
    return (
      <Check selected={value === true} onChange={save}>
        <span className="sr-only">{label}</span>
        {value === true ? t("app.settings.on") : t("app.settings.off")}
      </Check>
    );
  }
  if (kind === "choice") return <Choice line={line} label={label} save={save} />;
  if (kind === "integer" || kind === "number") {
    return (
      <NumberInput
        label={label}
        value={typeof value === "number" ? value : null}
        least={line.least ?? 0}
        {...(line.most === null ? {} : { most: line.most })}
        fraction={kind === "number" ? DECIMALS : 0}
        onChange={(next) => next !== null && next !== value && save(next)}
      />
    );
  }
  return <Words key={JSON.stringify(value)} line={line} label={label} save={save} />;
}

function Choice({ line, label, save }: Props) {
  const t = useText();
  const named = (one: string) => {
    const own = LANGUAGES.find((language) => language === one);
    const key = CHOICES[one];
    return own ? OWN_NAMES[own] : key ? t(key) : one;
  };
  const open = line.default === null ? [{ value: "", label: t("app.set.choice.system") }] : [];
  return (
    <Select
      bare
      label={label}
      value={typeof line.value === "string" ? line.value : ""}
      options={[...open, ...line.choices.map((value) => ({ value, label: named(value) }))]}
      onChange={(next) => save(next === "" ? null : next)}
    />
  );
}

/** Lines of text; they are kept when Enter is pressed or something else is chosen. */
function Words({ line, label, save }: Props) {
  const t = useText();
  const { kind, value } = line;
  const many = kind === "texts";
  const was = Array.isArray(value) ? value.join("\n") : typeof value === "string" ? value : "";
  const [typed, setTyped] = useState(was);
  const commit = (next = typed) => {
    if (next.trim() === was && kind !== "secret") return;
    if (kind === "secret" && next === "") return;
    const lines = next.split("\n").map((one) => one.trim());
    save(many ? lines.filter(Boolean) : kind === "path" && next.trim() === "" ? null : next.trim());
  };
  const choose = async () => {
    const chosen = await bridge.shell?.chooseFolder();
    if (chosen) commit(chosen);
  };
  const hint =
    kind === "secret" && value === true ? t("app.settings.given") : kind === "path" ? t("app.settings.usual") : "";
  return (
    <div className="flex min-w-0 items-start gap-1">
      <Field
        bare
        label={label}
        value={typed}
        onChange={setTyped}
        onEnter={() => commit()}
        onLeave={() => commit()}
        placeholder={hint}
        {...(many ? { lines: 4 } : {})}
        {...(kind === "secret" ? { type: "password" } : {})}
      />
      {kind === "path" && line.key !== "library.path" && bridge.shell && (
        <IconButton icon={FolderOpen} label={t("app.settings.choose_folder")} onPress={() => void choose()} />
      )}
    </div>
  );
}
