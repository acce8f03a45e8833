import {
  ArrowLeftToLine,
  ArrowRightToLine,
  CheckCheck,
  Eye,
  FolderMinus,
  Grid2x2,
  ImageMinus,
  ImagePlus,
  Images,
  Star,
  X,
} from "lucide-react";
import { useMemo, useRef } from "react";
import { pictureLike, useSearch } from "@/features/search";
import { type Action, useActions } from "@/shared/actions";
import { tellError } from "@/shared/data";
import { useSettings, VIEWS } from "@/shared/settings";
import type { TextKey } from "@/shared/text";
import { compareWith, rate } from "./edits";
import { useSelection } from "./model/selection";
import { VIEW_KEYS, VIEW_TEXTS } from "./Toolbar";
import { moveChosen, takeOut, useShownCollection } from "./useOwnOrder";
import type { Results } from "./useResults";

const RATINGS: readonly { rating: number; label: TextKey }[] = [
  { rating: 0, label: "app.action.rate_0" },
  { rating: 1, label: "app.action.rate_1" },
  { rating: 2, label: "app.action.rate_2" },
  { rating: 3, label: "app.action.rate_3" },
  { rating: 4, label: "app.action.rate_4" },
  { rating: 5, label: "app.action.rate_5" },
];
const MOVES = [
  {
    id: "order.earlier",
    label: "app.action.earlier",
    icon: ArrowLeftToLine,
    step: -1,
    keys: ["alt+arrowleft", "alt+arrowup"],
  },
  {
    id: "order.later",
    label: "app.action.later",
    icon: ArrowRightToLine,
    step: 1,
    keys: ["alt+arrowright", "alt+arrowdown"],
  },
] as const;
const some = () => useSelection.getState().ids.size > 0;

/** What can be done with the pictures on the screen. */
export function useResultActions(results: Results, open: (place: number) => void): void {
  const shown = useShownCollection();
  const now = useRef({ results, open, shown });
  now.current = { results, open, shown };
  const actions = useMemo<Action[]>(
    () => [
      ...VIEWS.map(
        (view): Action => ({
          id: `view.${view}`,
          label: VIEW_TEXTS[view],
          group: "view",
          icon: Grid2x2,
          keys: [VIEW_KEYS[view]],
          run: () => useSettings.getState().set({ view }),
        }),
      ),
      ...RATINGS.map(
        ({ rating, label }): Action => ({
          id: `rate.${rating}`,
          label,
          group: "pictures",
          icon: Star,
          keys: [`${rating}`, `mod+${rating}`],
          enabled: some,
          run: () => rate(rating),
        }),
      ),
      {
        id: "results.all",
        label: "app.action.choose_all",
        group: "pictures",
        icon: CheckCheck,
        keys: ["mod+a"],
        run: () => void chooseAll(now.current.results),
      },
      {
        id: "results.none",
        label: "app.action.choose_none",
        group: "pictures",
        icon: X,
        keys: ["escape"],
        enabled: some,
        run: () => useSelection.getState().clear(),
      },
      {
        id: "results.similar",
        label: "app.action.similar",
        group: "search",
        icon: Images,
        keys: ["s"],
        enabled: some,
        run: () => {
          const [id] = useSelection.getState().ids;
          if (id !== undefined) useSearch.getState().by(pictureLike(id, now.current.results.row(id)));
        },
      },
      ...MOVES.map(
        ({ id, label, icon, step, keys }): Action => ({
          ...{ id, label, icon, keys, group: "library", repeats: true },
          enabled: () => some() && now.current.shown.ordered,
          run: () => {
            const { results: all, shown: within } = now.current;
            if (within.collection) void moveChosen(within.collection, all, step);
          },
        }),
      ),
      {
        id: "collection.take_out",
        label: "app.action.take_out",
        group: "library",
        icon: FolderMinus,
        keys: ["delete"],
        enabled: () => some() && now.current.shown.collection !== null,
        run: () => {
          const { collection } = now.current.shown;
          if (collection) takeOut(collection);
        },
      },
      {
        id: "results.more",
        label: "app.wells.more",
        group: "search",
        icon: ImagePlus,
        keys: ["shift+s"],
        enabled: some,
        run: () => compareWith(now.current.results, false),
      },
      {
        id: "results.less",
        label: "app.wells.less",
        group: "search",
        icon: ImageMinus,
        keys: ["shift+d"],
        enabled: some,
        run: () => compareWith(now.current.results, true),
      },
      {
        id: "results.open",
        label: "app.action.open",
        group: "go",
        icon: Eye,
        enabled: () => useSelection.getState().focus >= 0,
        run: () => now.current.open(useSelection.getState().focus),
      },
    ],
    [],
  );
  useActions(actions);
}

async function chooseAll(results: Results): Promise<void> {
  try {
    const ids = new Set(await results.all());
    const { focus, anchor, set } = useSelection.getState();
    set({ ids, focus, anchor });
  } catch (error) {
    tellError(error);
  }
}
