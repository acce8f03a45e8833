import { Wrench } from "lucide-react";
import { useState } from "react";
import { useAsk } from "@/shared/data";
import { ProblemList } from "@/shared/jobs";
import { errorText, findingText, nameOf, numberText, useLanguage, useText } from "@/shared/text";
import { Busy, Button } from "@/shared/ui";
import { aboutOf, type Finding } from "./model/findings";

const SHOWN = 20;
const PROBLEMS = new Set(["files_unreadable", "tasks_failed", "paths_skipped"]);

/** Something that was found: what it means, examples, and its repair where there is one. */
export function FindingRow({ finding, busy, mend }: { finding: Finding; busy: boolean; mend: () => void }) {
  const t = useText();
  const language = useLanguage();
  const { code, count, examples, repair } = finding;
  const about = aboutOf(code);
  return (
    <article
      aria-label={findingText(code)}
      data-finding={code}
      className="rounded-lg border border-line bg-panel px-4 py-3"
    >
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <p>
            <span className="font-medium">{findingText(code)}</span>
            <span className="ml-2 text-muted tabular-nums">{numberText(count, language)}</span>
          </p>
          {about && <p className="text-sm text-muted">{t(about)}</p>}
        </div>
        {repair !== "never" && (
          <Button icon={Wrench} isDisabled={busy} onPress={mend}>
            {t("app.health.repair")}
          </Button>
        )}
      </div>
      {PROBLEMS.has(code) && <Problems code={code} />}
      {examples.length > 0 && !PROBLEMS.has(code) && (
        <details className="mt-2 text-sm">
          <summary className="cursor-default text-muted">
            {t("app.health.examples", { count: examples.length })}
          </summary>
          <ul data-selectable className="mt-1 max-h-64 overflow-auto">
            {examples.slice(0, SHOWN).map((example) => (
              <li key={example} title={example} className="flex min-w-0 gap-2 py-px">
                <Example text={example} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}

/** All files of such a finding with their reasons, asked for when they are to be seen. */
function Problems({ code }: { code: string }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const { data } = useAsk("root_problems", { limit: 10_000 }, { enabled: open });
  const problems = data?.problems.filter(({ phase }) => kindOf(phase) === code) ?? [];
  return (
    <details className="mt-2 text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-default text-muted">{t("app.health.by_reason")}</summary>
      {open && !data && <Busy label={t("app.loading")} />}
      {problems.length > 0 && <ProblemList problems={problems} label={findingText(code)} />}
    </details>
  );
}

/** The finding that a problem belongs to: what was left out, could not be read, or failed after it was read. */
function kindOf(phase: string | null): string {
  if (phase === null) return "paths_skipped";
  return phase === "P" ? "files_unreadable" : "tasks_failed";
}

const LINE = /^(.*?): ([a-z_]+): (.*)$/s;

/** An example is a path, or a path with a code and a reason behind it. */
function Example({ text }: { text: string }) {
  const found = LINE.exec(text);
  if (!found) return <span className="truncate">{text}</span>;
  const [, path = "", code = "", reason = ""] = found;
  return (
    <>
      <span className="max-w-1/2 shrink-0 truncate">{nameOf(path)}</span>
      <span className="truncate text-muted" title={reason}>
        {errorText(code)}
      </span>
    </>
  );
}
