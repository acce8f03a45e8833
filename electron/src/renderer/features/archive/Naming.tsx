import { useState } from "react";
import { bridge } from "@/shared/bridge";
import { type TextKey, useText } from "@/shared/text";
import { Button, Check, Chip, Field, MarkedField, Select } from "@/shared/ui";
import { Levels } from "./Levels";
import { KINDS, type Kind } from "./model/draft";
import { inserted, pieces } from "./model/pattern";
import { useArchive } from "./model/store";

const KIND_TEXTS: Record<Kind, TextKey> = {
  rename: "app.archive.kind.rename",
  move: "app.archive.kind.move",
  strip_suffix: "app.archive.kind.strip",
};

/** What becomes of the pictures: which names or folders they get, and how sure their values must be. */
export function Naming() {
  const t = useText();
  const { draft, change } = useArchive();
  const { kind, specific, negative } = draft;
  return (
    <section aria-label={t("app.archive.naming")} className="flex flex-col gap-3 p-4">
      <div className="max-w-md">
        <Select
          label={t("app.archive.naming")}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(KIND_TEXTS[value]) }))}
          onChange={(next) => change((now) => ({ ...now, kind: next }))}
        />
      </div>
      {kind === "rename" && <Pattern />}
      {kind === "move" && <Places />}
      {kind === "strip_suffix" ? (
        <p className="text-muted">{t("app.archive.kind.strip_about")}</p>
      ) : (
        <div className="flex flex-wrap gap-x-6">
          <Check selected={specific} onChange={(on) => change((now) => ({ ...now, specific: on }))}>
            {t("app.archive.specific")}
          </Check>
          <Check selected={negative} onChange={(on) => change((now) => ({ ...now, negative: on }))}>
            {t("app.archive.negative")}
          </Check>
        </div>
      )}
    </section>
  );
}

function Pattern() {
  const t = useText();
  const { draft, change } = useArchive();
  const [caret, setCaret] = useState<number | undefined>(undefined);
  const names = [...new Set(draft.variables.map(({ name }) => name).filter(Boolean))];
  const write = (pattern: string) => change((now) => ({ ...now, pattern }));
  const put = (name: string) => {
    const at = Math.min(caret ?? draft.pattern.length, draft.pattern.length);
    const next = inserted(draft.pattern, name, at);
    setCaret(at + next.length - draft.pattern.length);
    write(next);
  };
  return (
    <>
      <MarkedField
        label={t("app.archive.pattern")}
        value={draft.pattern}
        marks={pieces(draft.pattern, names).map(({ text, at, name, known }) => ({
          text,
          at,
          look: name === null ? "plain" : known ? "good" : "bad",
        }))}
        onChange={write}
        onCaret={setCaret}
        placeholder={names.map((name) => `[${name}]`).join("_")}
      />
      {names.length > 0 && (
        <div className="flex flex-wrap items-center gap-1">
          <span className="mr-1 text-sm text-muted">{t("app.archive.pattern.put")}</span>
          {names.map((name) => (
            <Chip key={name} onPress={() => put(name)}>{`[${name}]`}</Chip>
          ))}
        </div>
      )}
      <Check selected={draft.prefix} onChange={(on) => change((now) => ({ ...now, prefix: on }))}>
        {t("app.archive.prefix")}
      </Check>
    </>
  );
}

function Places() {
  const t = useText();
  const { draft, change } = useArchive();
  const target = (path: string) => change((now) => ({ ...now, target: path }));
  const choose = async () => {
    const chosen = await bridge.shell?.chooseFolder();
    if (chosen) target(chosen);
  };
  return (
    <>
      <div className="flex flex-wrap items-end gap-2">
        <Field
          label={t("app.archive.target")}
          value={draft.target}
          onChange={target}
          placeholder={t("app.archive.folder.example")}
        />
        {bridge.shell && <Button onPress={() => void choose()}>{t("app.archive.folder.choose")}</Button>}
        {draft.target === "" && <Button onPress={() => target(draft.folder)}>{t("app.archive.target.same")}</Button>}
      </div>
      <Levels />
      <div className="max-w-xs">
        <Field
          label={t("app.archive.level.name")}
          value={draft.level}
          onChange={(level) => change((now) => ({ ...now, level }))}
          placeholder="[value]"
        />
      </div>
    </>
  );
}
