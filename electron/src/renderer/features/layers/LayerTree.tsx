import { ChevronDown, ChevronRight, Eye, EyeOff, Focus, RotateCcw } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useAsk } from "@/shared/data";
import { percentText, useLanguage, useText } from "@/shared/text";
import { Busy, classes, Field, IconButton, IconToggle } from "@/shared/ui";
import { AS_STORED, changed, type Eyes, type Layer, open, type Row, rows, soloed, switched } from "./model/eyes";

interface Props {
  picture: number;
  eyes: Eyes;
  setEyes: (eyes: Eyes) => void;
  /** The layer under the pointer or the focus, to be marked in the picture. */
  point: (layer: Layer | null) => void;
}

/** The layers of a document: eyes, one alone, a search, and which layer is where. */
export function LayerTree({ picture, eyes, setEyes, point }: Props) {
  const t = useText();
  const { data, isPending } = useAsk("picture", { id: picture });
  const [search, setSearch] = useState("");
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const shown = rows(data?.layers ?? [], folded, search);
  const fold = (id: number) => {
    const next = new Set(folded);
    if (!next.delete(id)) next.add(id);
    setFolded(next);
  };
  if (isPending)
    return (
      <div className="p-3">
        <Busy label={t("app.loading")} />
      </div>
    );
  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center gap-1 p-2">
        <Field
          bare
          label={t("app.layers.search")}
          placeholder={t("app.layers.search")}
          value={search}
          onChange={setSearch}
        />
        <IconButton
          icon={RotateCcw}
          label={t("app.layers.reset")}
          isDisabled={!changed(eyes)}
          onPress={() => setEyes(AS_STORED)}
        />
      </div>
      <div
        role="tree"
        aria-label={t("app.layers")}
        className="min-h-0 flex-1 overflow-y-auto pb-2"
        onPointerLeave={() => point(null)}
      >
        {shown.map((row, at) => (
          <LayerRow
            key={row.layer.id}
            row={row}
            first={at === 0}
            folded={folded.has(row.layer.id)}
            eyes={eyes}
            setEyes={setEyes}
            fold={() => fold(row.layer.id)}
            point={point}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps extends Omit<Props, "picture"> {
  row: Row;
  first: boolean;
  folded: boolean;
  fold: () => void;
}

function LayerRow({ row: { layer, depth, group }, first, folded, eyes, setEyes, fold, point }: RowProps) {
  const t = useText();
  const language = useLanguage();
  const visible = open(layer, eyes);
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const to = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key] as
      | "nextElementSibling"
      | "previousElementSibling"
      | undefined;
    if (to) (event.currentTarget[to] as HTMLElement | null)?.focus();
    else if (event.key === " ") setEyes(switched(layer, eyes));
    else if (event.key === "Enter") setEyes(soloed(layer, eyes));
    else if (
      group &&
      (event.key === "ArrowLeft" || event.key === "ArrowRight") &&
      folded === (event.key === "ArrowRight")
    )
      fold();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const Fold = folded ? ChevronRight : ChevronDown;
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      {...(group ? { "aria-expanded": !folded } : {})}
      aria-selected={eyes.only === layer.id}
      aria-label={layer.name}
      tabIndex={first ? 0 : -1}
      data-layer={layer.id}
      onKeyDown={press}
      onFocus={() => point(layer)}
      onPointerEnter={() => point(layer)}
      className={classes(
        "flex h-8 items-center gap-1 pr-1 hover:bg-hover",
        eyes.only === layer.id && "bg-tint",
        !visible && "text-muted",
      )}
      style={{ paddingLeft: 8 + depth * 16 }}
    >
      {group ? (
        <button
          type="button"
          tabIndex={-1}
          aria-label={folded ? t("app.layers.unfold") : t("app.layers.fold")}
          onClick={fold}
          className="grid size-4 place-items-center text-muted"
        >
          <Fold size={14} aria-hidden />
        </button>
      ) : (
        <span className="w-4" />
      )}
      <span className="min-w-0 flex-1 truncate">{layer.name}</span>
      {layer.opacity < 255 && (
        <span className="text-xs text-muted tabular-nums">{percentText(layer.opacity / 255, language)}</span>
      )}
      <IconToggle
        icon={Focus}
        label={t("app.layers.solo")}
        isSelected={eyes.only === layer.id}
        onChange={() => setEyes(soloed(layer, eyes))}
      />
      <IconButton
        icon={visible ? Eye : EyeOff}
        label={visible ? t("app.layers.hide") : t("app.layers.show")}
        onPress={() => setEyes(switched(layer, eyes))}
      />
    </div>
  );
}
