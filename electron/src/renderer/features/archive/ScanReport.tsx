import { useMemo, useState } from "react";
import { useAsk } from "@/shared/data";
import { coded, errorText, numberText, type TextKey, useLanguage, useText } from "@/shared/text";
import { Field } from "@/shared/ui";
import { Filters } from "./Filters";
import { below } from "./model/plan";
import { formOf } from "./model/query";
import { FINDS, type Find, findOf, finds, type Scanned, useScan } from "./model/scanning";
import { type Column, Table } from "./Table";

const LABELS: Record<Find, TextKey> = {
  prompt: "app.archive.scan.prompt",
  bare: "app.archive.scan.bare",
  failed: "app.archive.scan.failed",
};

/** What a scan has found, picture by picture, with the reasons; and how many pictures the folder has in all. */
export function ScanReport({ folder }: { folder: string }) {
  const t = useText();
  const language = useLanguage();
  const { rows, known, state } = useScan();
  const [find, setFind] = useState<Find | null>(null);
  const [text, setText] = useState("");
  const { data } = useAsk("facets", { form: formOf({ folder, with: [], without: [] }) }, { keep: true });
  const counts = useMemo(() => finds(rows), [rows]);
  const shown = useMemo(() => {
    const wanted = text.trim().normalize("NFC").toLowerCase();
    return rows.filter(
      (row) => (find === null || findOf(row) === find) && row.source.normalize("NFC").toLowerCase().includes(wanted),
    );
  }, [rows, find, text]);
  const columns: Column<Scanned>[] = [
    {
      id: "file",
      label: t("app.archive.column.file"),
      width: "minmax(0, 3fr)",
      cell: (row) => below(folder, row.source),
    },
    {
      id: "generator",
      label: t("app.archive.column.generator"),
      width: "minmax(0, 1fr)",
      cell: (row) => row.generator ?? "",
    },
    {
      id: "tags",
      label: t("app.archive.column.tags"),
      width: "5rem",
      cell: (row) => (row.tags ? numberText(row.tags, language) : ""),
    },
    { id: "why", label: t("app.archive.column.why"), width: "minmax(0, 2fr)", cell: (row) => <Why row={row} /> },
  ];
  const choices = [
    { value: null, label: t("app.archive.all"), count: rows.length },
    ...FINDS.map((one) => ({ value: one, label: t(LABELS[one]), count: counts[one] })),
  ];
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
        <p aria-live="polite" className="min-w-0 flex-1">
          {state === "going" ? t("app.archive.scan.busy") : t("app.archive.scan.have", { count: data?.total ?? 0 })}
          {known > 0 && <span className="text-muted">{` ${t("app.archive.scan.known", { count: known })}`}</span>}
        </p>
        {rows.length > 0 && (
          <>
            <Filters label={t("app.archive.show")} choices={choices} value={find} onChange={setFind} />
            <div className="w-48">
              <Field
                bare
                label={t("app.archive.seek")}
                placeholder={t("app.archive.seek")}
                value={text}
                onChange={setText}
              />
            </div>
          </>
        )}
      </div>
      {rows.length > 0 && <Table label={t("app.archive.scan.report")} columns={columns} rows={shown} />}
    </>
  );
}

function Why({ row }: { row: Scanned }) {
  const t = useText();
  const find = findOf(row);
  if (find === "failed") return <span className="text-danger">{errorText(coded(row.message, "internal").code)}</span>;
  return <span className="text-muted">{find === "bare" ? t("app.archive.why.no_prompt") : ""}</span>;
}
