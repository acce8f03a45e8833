import {
  Blend,
  ChevronDown,
  ChevronRight,
  CornerLeftDown,
  EllipsisVertical,
  Eye,
  EyeOff,
  Focus,
  Folder,
  ImageMinus,
  ImagePlus,
  Images,
  PaintBucket,
  Shapes,
  Type,
} from "lucide-react";
import { type KeyboardEvent, memo } from "react";
import { percentText, useLanguage, useText } from "@/shared/text";
import { type Choice, classes, IconButton, IconToggle, Menu } from "@/shared/ui";
import type { How } from "./LayerTree";
import type { Layer, Row } from "./model/eyes";
import { BLENDS, onCanvas, signOf } from "./model/look";
import { LayerThumb } from "./Thumbs";

interface Props {
  picture: number;
  row: Row;
  place: number;
  count: number;
  /** How far down it stands, in pixels. */
  start: number;
  /** The row that Tab reaches. */
  reached: boolean;
  folded: boolean;
  canvas: readonly [number, number];
  /** Its own eye is open. */
  visible: boolean;
  /** It is the one that is looked at alone. */
  alone: boolean;
  deeds: Deeds;
}

/** What rows do; it stays the same, so that a switch draws one row anew and not all. */
export interface Deeds {
  fold: (layer: Layer) => void;
  toggle: (layer: Layer) => void;
  solo: (layer: Layer) => void;
  point: (layer: Layer | null) => void;
  /** The eye under the pointer, which may be pressed soon. */
  near: (layer: Layer | null) => void;
  search: (layer: Layer, how: How) => void;
  press: (event: KeyboardEvent, place: number) => void;
  reach: (place: number) => void;
}

/** One layer: what is in it, its name, how it mixes, its eye and what can be done with it. */
export const LayerRow = memo(function LayerRow({ row: { layer, depth, group }, ...props }: Props) {
  const t = useText();
  const { visible, alone, folded, deeds, place } = props;
  const look = useLook(layer);
  const Fold = folded ? ChevronRight : ChevronDown;
  const seen = !group && onCanvas(layer, ...props.canvas);
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-setsize={props.count}
      aria-posinset={place + 1}
      {...(group ? { "aria-expanded": !folded } : {})}
      aria-selected={alone}
      aria-label={look ? `${layer.name} ${look}` : layer.name}
      tabIndex={props.reached ? 0 : -1}
      data-layer={layer.id}
      onKeyDown={(event) => event.target === event.currentTarget && deeds.press(event, place)}
      onFocus={() => {
        deeds.reach(place);
        deeds.point(layer);
      }}
      onPointerEnter={() => deeds.point(layer)}
      className={classes(
        "group absolute inset-x-0 top-0 flex h-11 items-center gap-1 pr-1 outline-none hover:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent",
        alone && "bg-tint",
        !visible && "text-muted",
      )}
      style={{ paddingLeft: 4 + Math.min(depth, 8) * 12, transform: `translateY(${props.start}px)` }}
    >
      {group ? (
        <button
          type="button"
          tabIndex={-1}
          aria-label={folded ? t("app.layers.unfold") : t("app.layers.fold")}
          onClick={() => deeds.fold(layer)}
          className="grid size-4 shrink-0 place-items-center text-muted"
        >
          <Fold size={14} aria-hidden />
        </button>
      ) : (
        <span className="grid w-4 shrink-0 place-items-center text-muted">
          {layer.clipping && <CornerLeftDown size={12} aria-hidden />}
        </span>
      )}
      <span
        className={classes("grid size-8 shrink-0 place-items-center rounded-sm bg-ground", !visible && "opacity-50")}
      >
        <Sign picture={props.picture} layer={layer} seen={seen} />
      </span>
      <span className="ml-1 flex min-w-0 flex-1 flex-col">
        <span className="truncate" title={layer.name}>
          {layer.name}
        </span>
        {look && <span className="truncate text-xs text-muted">{` ${look}`}</span>}
      </span>
      <More layer={layer} search={deeds.search} />
      <IconToggle icon={Focus} label={t("app.layers.solo")} isSelected={alone} onChange={() => deeds.solo(layer)} />
      <IconButton
        icon={visible ? Eye : EyeOff}
        label={visible ? t("app.layers.hide") : t("app.layers.show")}
        onHoverChange={(on) => deeds.near(on ? layer : null)}
        onPress={(event) => (event.altKey ? deeds.solo(layer) : deeds.toggle(layer))}
      />
    </div>
  );
});

function Sign({ picture, layer, seen }: { picture: number; layer: Layer; seen: boolean }) {
  const sign = signOf(layer);
  if (seen && (sign === "picture" || sign === "text")) return <LayerThumb picture={picture} layer={layer.id} />;
  const Icon = { group: Folder, text: Type, fill: PaintBucket, adjustment: Blend, picture: Shapes }[sign];
  return <Icon size={16} aria-hidden className="text-muted" />;
}

/** How it mixes and how much of it shows, where that is not as usual. */
function useLook(layer: Layer): string {
  const t = useText();
  const language = useLanguage();
  const blend = BLENDS[layer.blend];
  return [
    blend && t(blend),
    layer.opacity < 255 && t("app.layers.opacity", { share: percentText(layer.opacity / 255, language) }),
    layer.fill < 255 && t("app.layers.fill", { share: percentText(layer.fill / 255, language) }),
    layer.mask && t("app.layers.mask"),
    layer.effects.length > 0 && t("app.layers.effects"),
  ]
    .filter(Boolean)
    .join(" · ");
}

function More({ layer, search }: { layer: Layer; search: (layer: Layer, how: How) => void }) {
  const t = useText();
  const choices: Choice[] = [
    { id: "only", label: t("app.layers.search_by"), icon: Images, run: () => search(layer, "only") },
    { id: "more", label: t("app.wells.more"), icon: ImagePlus, run: () => search(layer, "more") },
    { id: "less", label: t("app.wells.less"), icon: ImageMinus, run: () => search(layer, "less") },
  ];
  return (
    <span className="w-0 overflow-hidden group-focus-within:w-8 group-hover:w-8">
      <Menu label={t("app.layers.more", { name: layer.name })} choices={choices}>
        <IconButton icon={EllipsisVertical} label={t("app.layers.more", { name: layer.name })} />
      </Menu>
    </span>
  );
}
