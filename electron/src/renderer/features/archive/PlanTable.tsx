import { useText } from "@/shared/text";
import { FateMark } from "./FateMark";
import { below, fateOf, type Row } from "./model/plan";
import { type Column, Table } from "./Table";
import { useWhy } from "./useWhy";

interface Props {
  label: string;
  rows: readonly Row[];
  /** Old paths are written as they stand below this folder, new ones below `to`. */
  from: string;
  to: string;
  selected?: Row | null;
  onSelect?: (row: Row) => void;
}

/** What becomes of each picture: its old and its new place, and why. */
export function PlanTable({ label, rows, from, to, selected, onSelect }: Props) {
  const t = useText();
  const why = useWhy();
  const columns: Column<Row>[] = [
    {
      id: "fate",
      label: t("app.archive.column.fate"),
      width: "8rem",
      cell: (row) => <FateMark fate={fateOf(row)} words />,
    },
    {
      id: "old",
      label: t("app.archive.column.old"),
      width: "minmax(0, 2fr)",
      cell: (row) => <span title={row.source}>{below(from, row.source)}</span>,
    },
    {
      id: "new",
      label: t("app.archive.column.new"),
      width: "minmax(0, 2fr)",
      cell: (row) => <Target row={row} to={to} />,
    },
    {
      id: "why",
      label: t("app.archive.column.why"),
      width: "minmax(0, 3fr)",
      cell: (row) => (
        <span className="text-muted" title={why(row)}>
          {why(row)}
        </span>
      ),
    },
  ];
  return (
    <Table
      label={label}
      columns={columns}
      rows={rows}
      {...(selected === undefined ? {} : { selected })}
      {...(onSelect ? { onSelect } : {})}
    />
  );
}

function Target({ row, to }: { row: Row; to: string }) {
  const fate = fateOf(row);
  if (row.target === null || (fate !== "go" && fate !== "partial")) return <span className="text-muted">–</span>;
  return (
    <span className="font-medium" title={row.target}>
      {below(to, row.target)}
    </span>
  );
}
