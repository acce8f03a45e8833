import { FolderSync, Images, Undo2 } from "lucide-react";
import { useState } from "react";
import { index } from "@/features/folders";
import { useScreen } from "@/shared/screens";
import { numberText, type TextKey, useLanguage, useText } from "@/shared/text";
import { Button, classes } from "@/shared/ui";
import { takeBack } from "./actions";
import { Fact } from "./Contents";
import type { Report } from "./model/store";

const COUNTS: readonly { noun: keyof Report & string; label: TextKey }[] = [
  { noun: "new", label: "app.packages.report.new" },
  { noun: "matched", label: "app.packages.report.matched" },
  { noun: "relinked", label: "app.packages.report.relinked" },
  { noun: "away", label: "app.packages.report.away" },
  { noun: "marked", label: "app.packages.report.marked" },
  { noun: "collections", label: "app.packages.report.collections" },
  { noun: "added", label: "app.packages.report.added" },
  { noun: "presets", label: "app.packages.report.presets" },
  { noun: "vectors", label: "app.packages.report.vectors" },
  { noun: "thumbnails", label: "app.packages.report.thumbnails" },
];
const FIELDS: Record<string, TextKey> = {
  rating: "app.rating",
  label: "app.packages.field.label",
  note: "app.packages.field.note",
  comment: "app.packages.field.comment",
  tag_parent: "app.packages.field.tag_parent",
  tag_color: "app.packages.field.tag_color",
  collection_kind: "app.packages.field.collection_kind",
  collection_query: "app.packages.field.collection_query",
  collection_description: "app.packages.field.collection_description",
  preset_query: "app.packages.field.preset_query",
};

/** What taking a package in would do, or did, and what comes next. */
export function Result({ report }: { report: Report }) {
  const t = useText();
  const language = useLanguage();
  return (
    <section
      aria-label={t("app.packages.report")}
      className="flex flex-col gap-3 rounded-lg border border-line bg-panel p-4"
    >
      <h3 className="font-medium">{report.dry_run ? t("app.packages.would_take") : t("app.packages.did_take")}</h3>
      <dl className="grid gap-x-8 gap-y-1 sm:grid-cols-2">
        {COUNTS.map(({ noun, label }) => (
          <Fact key={noun} name={t(label)}>
            {numberText(Number(report[noun]), language)}
          </Fact>
        ))}
      </dl>
      {report.away > 0 && <p className="text-sm text-muted">{t("app.packages.away_about")}</p>}
      <Conflicts report={report} />
      {!report.dry_run && <Next report={report} />}
    </section>
  );
}

/** Where library and package say different things, and whose word stands. */
function Conflicts({ report: { conflicts, unresolved, examples } }: { report: Report }) {
  const t = useText();
  const language = useLanguage();
  const total = Object.values(conflicts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return <p className="text-sm text-muted">{t("app.packages.no_conflicts")}</p>;
  const fieldText = (field: string) => {
    const key = FIELDS[field];
    return key ? t(key) : field;
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <p>
        {t("app.packages.conflicts", { count: total })}
        {unresolved > 0 && ` ${t("app.packages.unresolved", { count: unresolved })}`}
      </p>
      <p className="text-sm text-muted">
        {Object.entries(conflicts)
          .map(([field, count]) => `${fieldText(field)} ${numberText(count, language)}`)
          .join(" · ")}
      </p>
      <section
        aria-label={t("app.packages.examples")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
        tabIndex={0}
        className="max-h-72 overflow-auto rounded-md border border-line"
      >
        <table className="w-full table-fixed text-left text-sm">
          <thead className="sticky top-0 bg-raised text-muted">
            <tr>
              <th className="w-32 px-3 py-1 font-normal">{t("app.packages.field")}</th>
              <th className="px-3 py-1 font-normal">{t("app.packages.ours")}</th>
              <th className="px-3 py-1 font-normal">{t("app.packages.theirs")}</th>
            </tr>
          </thead>
          <tbody>
            {examples.map(({ picture, field, ours, theirs, taken }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: examples have no number, and never change their order
              <tr key={place} className="border-t border-line">
                <td className="truncate px-3 py-1">
                  {picture === null ? fieldText(field) : `${fieldText(field)} · #${picture}`}
                </td>
                <Word text={ours} stands={!taken} />
                <Word text={theirs} stands={taken} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Word({ text, stands }: { text: string; stands: boolean }) {
  const t = useText();
  return (
    <td className={classes("truncate px-3 py-1", stands ? "font-medium" : "text-muted line-through")} title={text}>
      {text}
      {stands && <span className="sr-only">{` ${t("app.packages.stands")}`}</span>}
    </td>
  );
}

/** What can be done after an import. */
function Next({ report: { folders, edits } }: { report: Report }) {
  const t = useText();
  const [back, setBack] = useState(false);
  const show = useScreen((screens) => screens.show);
  return (
    <div className="flex flex-wrap gap-2">
      <Button look="accent" icon={Images} onPress={() => show("pictures")}>
        {t("app.packages.show")}
      </Button>
      {folders.length > 0 && (
        <Button icon={FolderSync} onPress={() => void indexAll(folders)}>
          {t("app.packages.index", { count: folders.length })}
        </Button>
      )}
      {edits.length > 0 && (
        <Button
          icon={Undo2}
          isDisabled={back}
          onPress={() => {
            setBack(true);
            void takeBack(edits);
          }}
        >
          {t("app.packages.take_back")}
        </Button>
      )}
    </div>
  );
}

async function indexAll(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await index(folder);
}
