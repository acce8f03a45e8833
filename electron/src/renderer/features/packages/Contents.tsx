import type { ReactNode } from "react";
import { bytesText, momentText, numberText, type TextKey, useLanguage, useText } from "@/shared/text";
import { Chip } from "@/shared/ui";
import type { Inside, Told } from "./model/store";

type Counts = Told["counts"];
const COUNTS: readonly { noun: Exclude<keyof Counts, "captions">; label: TextKey }[] = [
  { noun: "pictures", label: "app.packages.count.pictures" },
  { noun: "thumbnails", label: "app.packages.count.thumbnails" },
  { noun: "vectors", label: "app.packages.count.vectors" },
  { noun: "marked", label: "app.packages.count.marked" },
  { noun: "tags", label: "app.packages.count.tags" },
  { noun: "collections", label: "app.packages.count.collections" },
  { noun: "presets", label: "app.packages.count.presets" },
];
const CHOSEN: Record<Told["chosen"]["what"], TextKey> = {
  library: "app.packages.what.library",
  folder: "app.packages.what.folder",
  collection: "app.packages.what.collection",
  query: "app.packages.what.query",
  ids: "app.packages.what.some",
};

/** What a package holds, or would. */
export function Contents({ told, title }: { told: Told | Inside; title: string }) {
  const t = useText();
  const language = useLanguage();
  const { counts, chosen, options, roots, bytes, made_at, program } = told;
  const captions = Object.values(counts.captions).reduce((sum, count) => sum + count, 0);
  const marks = marksOf(options);
  const number = (count: number) => numberText(count, language);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <h3 className="font-medium">{title}</h3>
      <p className="text-xl tabular-nums">{bytesText(bytes, language)}</p>
      {marks.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {marks.map((mark) => (
            <Chip key={mark}>{t(mark)}</Chip>
          ))}
        </div>
      )}
      <dl className="flex flex-col gap-1">
        <Fact name={t("app.packages.what")}>{chosen.text ?? t(CHOSEN[chosen.what])}</Fact>
        {COUNTS.map(({ noun, label }) => (
          <Fact key={noun} name={t(label)}>
            {number(counts[noun])}
          </Fact>
        ))}
        <Fact name={t("app.packages.count.captions")}>{number(captions)}</Fact>
        {counts.left_out > 0 && <Fact name={t("app.packages.count.left_out")}>{number(counts.left_out)}</Fact>}
        <Fact name={t("app.packages.made")}>{momentText(made_at, language)}</Fact>
        <Fact name={t("app.packages.program")}>{program}</Fact>
      </dl>
      {roots.length > 0 && (
        <div className="min-w-0">
          <p className="text-sm text-muted">{t("app.packages.roots")}</p>
          {roots.map((root) => (
            <p key={root} data-selectable className="truncate text-sm" title={root}>
              {root}
            </p>
          ))}
        </div>
      )}
    </div>
  );
}

/** What sets a package apart from one with everything in it. */
function marksOf({ paths, notes, thumbnails, vectors }: Told["options"]): TextKey[] {
  const marks: [boolean, TextKey][] = [
    [paths, "app.packages.is_share"],
    [notes, "app.packages.without_notes"],
    [thumbnails, "app.packages.without_thumbnails"],
    [vectors, "app.packages.without_vectors"],
  ];
  return marks.filter(([there]) => !there).map(([, mark]) => mark);
}

/** A name and what stands for it. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-4">
      <dt className="shrink-0 text-muted">{name}</dt>
      <dd data-selectable className="ml-auto min-w-0 truncate text-right tabular-nums" title={String(children)}>
        {children}
      </dd>
    </div>
  );
}
