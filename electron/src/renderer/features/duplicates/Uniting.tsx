import { Merge } from "lucide-react";
import { useMemo, useState } from "react";
import { nameOf, type TextKey, useText } from "@/shared/text";
import { Blank, Button, Chip, Dialog, DialogBody, DialogFoot, Stars } from "@/shared/ui";
import { unite } from "./actions";
import { useCollectionNames } from "./Facts";
import type { Decided } from "./model/decided";
import { isSome, type Totals, totals, type United, united } from "./model/united";
import { Windowed } from "./Windowed";

export const TOTAL_TEXTS: Record<keyof Totals, TextKey> = {
  tags: "app.duplicates.total.tags",
  collections: "app.duplicates.total.collections",
  comments: "app.duplicates.total.comments",
  notes: "app.duplicates.total.notes",
  ratings: "app.duplicates.total.ratings",
  labels: "app.duplicates.total.labels",
};
const ROW = 52;

/** What would come together on the pictures that are kept, before it does. */
export function Uniting({ groups, onClose }: { groups: readonly Decided[]; onClose: () => void }) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const rows = useMemo(
    () => groups.map((group) => ({ group, gets: united(group) })).filter(({ gets }) => isSome(gets)),
    [groups],
  );
  const start = async () => {
    setBusy(true);
    const done = await unite(rows.map(({ group }) => group));
    setBusy(false);
    if (done) onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("app.duplicates.unite_title")} wide>
      <DialogBody>
        {rows.length === 0 ? (
          <Blank icon={Merge} title={t("app.duplicates.unite_none")}>
            <p>{t("app.duplicates.unite_none_about")}</p>
          </Blank>
        ) : (
          <>
            <p className="text-muted">{t("app.duplicates.unite_about")}</p>
            <TotalChips sums={totals(rows.map(({ gets }) => gets))} />
            <Windowed label={t("app.duplicates.unite_title")} count={rows.length} height={ROW}>
              {(place) => {
                const row = rows[place];
                return row && <Row group={row.group} gets={row.gets} />;
              }}
            </Windowed>
          </>
        )}
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{rows.length === 0 ? t("app.close") : t("app.cancel")}</Button>
        {rows.length > 0 && (
          <Button look="accent" isDisabled={busy} onPress={() => void start()}>
            {t("app.duplicates.unite_start", { count: rows.length })}
          </Button>
        )}
      </DialogFoot>
    </Dialog>
  );
}

/** How much of each would come together. */
export function TotalChips({ sums }: { sums: Totals }) {
  const t = useText();
  return (
    <div className="flex flex-wrap gap-1">
      {(Object.keys(TOTAL_TEXTS) as (keyof Totals)[])
        .filter((noun) => sums[noun] > 0)
        .map((noun) => (
          <Chip key={noun}>{t(TOTAL_TEXTS[noun], { count: sums[noun] })}</Chip>
        ))}
    </div>
  );
}

function Row({ group: { keep, going }, gets }: { group: Decided; gets: United }) {
  const t = useText();
  const names = useCollectionNames();
  const words = [
    ...gets.tags.map((tag) => `#${tag}`),
    ...gets.collections.map((one) => names.get(one) ?? `${one}`),
    ...(gets.comments > 0 ? [t("app.duplicates.total.comments", { count: gets.comments })] : []),
    ...(gets.note ? [t("app.duplicates.fact.note")] : []),
    ...(gets.label ? [t("app.duplicates.gets_label", { label: gets.label })] : []),
  ];
  return (
    <div className="flex h-full flex-col justify-center border-b border-line px-3">
      <p className="flex min-w-0 items-center gap-2" title={keep.path}>
        <span className="truncate font-medium">{nameOf(keep.path)}</span>
        <span className="truncate text-sm text-muted">
          {t("app.duplicates.gets_from", { names: going.map(({ path }) => nameOf(path)).join(", ") })}
        </span>
      </p>
      <p className="flex min-w-0 items-center gap-2 text-sm" title={words.join(" · ")}>
        <span className="truncate">{words.join(" · ")}</span>
        {gets.rating !== null && <Stars value={gets.rating} size={11} />}
      </p>
    </div>
  );
}
