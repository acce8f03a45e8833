import { FileImage, Info, Layers, Type } from "lucide-react";
import { bridge } from "@/shared/bridge";
import { useText } from "@/shared/text";
import { Button, Chip, Select } from "@/shared/ui";
import { useSearch } from "./model/store";
import { keyOf, type Like, labelOf, onlyMinus, WEIGHTS, type Well } from "./model/wells";
import { useWorded } from "./useAsked";

/** What results are like and unlike: each thing with its weight, its side and a way to take it away. */
export function Wells() {
  const t = useText();
  const { wells, mode, setMode } = useSearch();
  const worded = useWorded();
  const plus = wells.filter(({ minus }) => !minus);
  const minus = wells.filter((well) => well.minus);
  return (
    <>
      {plus.length > 0 && <Side label={t("app.wells.like")} wells={plus} />}
      {plus.length > 1 && (
        <div className="w-36">
          <Select
            bare
            label={t("app.wells.mode")}
            value={mode}
            options={[
              { value: "all", label: t("app.wells.all") },
              { value: "any", label: t("app.wells.any") },
            ]}
            onChange={setMode}
          />
        </div>
      )}
      {minus.length > 0 && <Side label={t("app.wells.unlike")} wells={minus} />}
      {onlyMinus(wells) && !worded && (
        <span className="inline-flex items-center gap-1 text-sm text-muted">
          <Info size={14} aria-hidden />
          {t("app.wells.only_minus")}
        </span>
      )}
    </>
  );
}

function Side({ label, wells }: { label: string; wells: readonly Well[] }) {
  return (
    <fieldset aria-label={label} className="contents">
      <span aria-hidden className="text-sm text-muted">
        {label}
      </span>
      {wells.map((well) => (
        <WellChip key={keyOf(well.like)} well={well} />
      ))}
    </fieldset>
  );
}

function WellChip({ well: { like, minus, weight } }: { well: Well }) {
  const t = useText();
  const { alter, remove } = useSearch();
  const key = keyOf(like);
  const label = labelOf(like);
  const body = (close: () => void) => (
    <>
      <p className="truncate">{label}</p>
      <Select
        label={t("app.wells.weight")}
        value={`${weight}`}
        options={WEIGHTS.map((one) => ({ value: `${one}`, label: `× ${one}` }))}
        onChange={(next) => alter(key, { weight: Number(next) })}
      />
      <Button
        onPress={() => {
          close();
          alter(key, { minus: !minus });
        }}
      >
        {t(minus ? "app.wells.more" : "app.wells.less")}
      </Button>
    </>
  );
  return (
    <Chip
      selected
      panel={{ label, body }}
      onRemove={() => remove(key)}
      removeLabel={t("app.search.remove", { filter: label })}
    >
      <span data-well={minus ? "minus" : "plus"} className="inline-flex max-w-48 items-center gap-1">
        <Sign like={like} />
        <span className="truncate">{minus ? `− ${label}` : label}</span>
        {weight !== 1 && <span className="text-muted tabular-nums">{`× ${weight}`}</span>}
      </span>
    </Chip>
  );
}

const SMALL = 40;

function Sign({ like }: { like: Like }) {
  const shown = shownOf(like);
  if (shown) return <img src={shown} alt="" className="size-4 shrink-0 rounded-sm object-cover" />;
  const Icon = { picture: FileImage, layer: Layers, file: FileImage, words: Type }[like.kind];
  return <Icon size={14} aria-hidden className="shrink-0 text-muted" />;
}

function shownOf(like: Like): string | null {
  if (like.kind === "picture") return like.digest && bridge.thumb(like.digest);
  if (like.kind === "layer") return bridge.preview(like.id, { only: like.layer, crop: true, size: SMALL });
  return like.kind === "file" ? like.shown : null;
}
