import { FileWarning, SearchX } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useGuide } from "@/features/firstrun";
import { ShortcutEditor } from "@/features/shortcuts";
import { answers, useAsk } from "@/shared/data";
import { useSettings } from "@/shared/settings";
import { type Failure, failureOf, useText } from "@/shared/text";
import { Blank, Busy, Button, FailureNote, Field, Page, Tabs } from "@/shared/ui";
import { LibraryPart } from "./LibraryPart";
import { Lines } from "./Lines";
import { type Line, matching, mine } from "./model/lines";
import { WORDS } from "./model/words";
import { Places } from "./Places";

/** Every setting: those of the user, of this machine, and of the library. */
export function Settings() {
  const t = useText();
  const [typed, setTyped] = useState("");
  const [part, setPart] = useState("me");
  const own = mine(useSettings());
  const { data, error } = useAsk("settings_get", {});
  const told = data?.settings ?? [];
  const machine = told.filter(({ scope }) => scope === "machine");
  const library = told.filter(({ scope }) => scope === "library");
  const waiting = error ? <Unreadable failure={failureOf(error)} /> : data ? null : <Busy label={t("app.loading")} />;
  const tabs = [
    { id: "me", label: t("app.settings.me"), body: <Me lines={own} /> },
    { id: "machine", label: t("app.settings.machine"), body: waiting ?? <Machine lines={machine} /> },
    { id: "library", label: t("app.settings.library"), body: waiting ?? <LibraryPart lines={library} /> },
  ];
  const find = (
    <div className="flex w-64">
      <Field
        bare
        label={t("app.settings.find")}
        placeholder={t("app.settings.find")}
        value={typed}
        onChange={setTyped}
      />
    </div>
  );
  return (
    <Page title={t("app.go.settings")} about={t("app.settings.about")} tools={find}>
      <div className="mx-auto max-w-4xl">
        {typed.trim() ? (
          <Found lines={[...own, ...told]} typed={typed} />
        ) : (
          <Tabs label={t("app.settings.parts")} tabs={tabs} selected={part} onChange={setPart} />
        )}
      </div>
    </Page>
  );
}

function Me({ lines }: { lines: readonly Line[] }) {
  const t = useText();
  return (
    <>
      <Lines lines={lines} />
      <Part title={t("app.settings.guide")} about={t("app.settings.guide_about")}>
        <Button onPress={() => useGuide.getState().start()}>{t("app.settings.guide_open")}</Button>
      </Part>
      <Part title={t("app.shortcuts")} about={t("app.settings.shortcuts_about")}>
        <ShortcutEditor />
      </Part>
    </>
  );
}

function Machine({ lines }: { lines: readonly Line[] }) {
  return (
    <>
      <Places />
      <Lines lines={lines} />
    </>
  );
}

function Part({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-t border-line pb-4">
      <h3 className="pt-4 pb-1 font-medium">{title}</h3>
      <p className="mb-2 max-w-prose text-sm text-muted">{about}</p>
      {children}
    </section>
  );
}

function Found({ lines, typed }: { lines: readonly Line[]; typed: string }) {
  const t = useText();
  const say = ({ key }: Line) => {
    const words = WORDS[key];
    return words ? `${t(words.label)} ${t(words.help)}` : "";
  };
  const found = matching(lines, typed, say);
  if (found.length > 0) return <Lines lines={found} />;
  return (
    <Blank icon={SearchX} title={t("app.settings.none")}>
      <p>{t("app.settings.none_about")}</p>
    </Blank>
  );
}

/** A settings file with a fault: which one, and that nothing was changed. */
function Unreadable({ failure }: { failure: Failure }) {
  const t = useText();
  return (
    <Blank icon={FileWarning} title={t("app.settings.failed")} role="alert">
      <FailureNote failure={failure} />
      <p>{t("app.settings.failed_about")}</p>
      <Button onPress={() => void answers.resetQueries({ queryKey: ["settings_get"] })}>{t("app.again")}</Button>
    </Blank>
  );
}
