import { ClipboardCopy, Columns2, Eye, FolderOpen, ImageMinus, ImagePlus, Images } from "lucide-react";
import { useEffect, useState } from "react";
import { pictureLike, useSearch } from "@/features/search";
import { bridge } from "@/shared/bridge";
import { useText } from "@/shared/text";
import { type Choice, MenuAt, tell } from "@/shared/ui";
import { compareWith } from "./edits";
import { only, useSelection } from "./model/selection";
import type { Results } from "./useResults";

interface Props {
  results: Results;
  open: (place: number) => void;
  compare: () => void;
}

interface Asked {
  place: number;
  x: number;
  y: number;
}

const MOST_COMPARED = 4;

/** What can be done with a picture of the results, at a right click or the key for it. */
export function PictureMenu({ results, open, compare }: Props) {
  const t = useText();
  const [asked, setAsked] = useAskedFor(results);
  const chosen = useSelection((selection) => selection.ids);
  const picture = asked ? results.at(asked.place) : undefined;
  if (!asked || !picture) return null;
  const { shell } = bridge;
  const copy = async () => {
    await navigator.clipboard.writeText(picture.path);
    tell({ message: t("app.menu.copied") });
  };
  const choices: Choice[] = [
    { id: "open", label: t("app.action.open"), icon: Eye, keys: "enter", run: () => open(asked.place) },
    {
      id: "similar",
      label: t("app.action.similar"),
      icon: Images,
      keys: "s",
      run: () => useSearch.getState().by(pictureLike(picture.id, picture)),
    },
    {
      id: "more",
      label: t("app.wells.more"),
      icon: ImagePlus,
      keys: "shift+s",
      run: () => compareWith(results, false),
    },
    {
      id: "less",
      label: t("app.wells.less"),
      icon: ImageMinus,
      keys: "shift+d",
      run: () => compareWith(results, true),
    },
    ...(chosen.size > 1 && chosen.size <= MOST_COMPARED
      ? [{ id: "compare", label: t("app.action.compare"), icon: Columns2, keys: "c", run: compare }]
      : []),
    { id: "path", label: t("app.menu.copy_path"), icon: ClipboardCopy, run: () => void copy() },
    ...(shell
      ? [{ id: "reveal", label: t("app.menu.reveal"), icon: FolderOpen, run: () => shell.reveal(picture.path) }]
      : []),
  ];
  return <MenuAt label={t("app.menu")} choices={choices} at={asked} onClose={() => setAsked(null)} />;
}

/** The picture for which a menu is asked for; it is chosen, unless it is one of those that are. */
function useAskedFor(results: Results): [Asked | null, (asked: Asked | null) => void] {
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(() => {
    const ask = (event: MouseEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      const list = target?.closest("[data-results]");
      if (!list) return;
      const { focus, ids, set } = useSelection.getState();
      const cell = target?.closest("[role=option]") ?? list.querySelector(`#picture-${focus}`);
      const place = Number(cell?.id.replace("picture-", "") ?? -1);
      const picture = results.at(place);
      if (!cell || !picture) return;
      event.preventDefault();
      if (!ids.has(picture.id)) set(only(picture.id, place));
      // The key has no place of its own: the menu opens at the picture.
      const box = cell.getBoundingClientRect();
      const byKey = event.button !== 2;
      setAsked({ place, x: byKey ? box.left + 16 : event.clientX, y: byKey ? box.top + 16 : event.clientY });
    };
    window.addEventListener("contextmenu", ask);
    return () => window.removeEventListener("contextmenu", ask);
  }, [results]);
  return [asked, setAsked];
}
