import { Command, PanelLeft, PanelRight } from "lucide-react";
import { lazy, memo, Suspense, useEffect, useState } from "react";
import { Connection } from "@/features/connection";
import { Details } from "@/features/details";
import { FilterPanel } from "@/features/filters";
import { Guide } from "@/features/firstrun";
import { index } from "@/features/folders";
import { LibraryPanel } from "@/features/library";
import { Palette } from "@/features/palette";
import { ResultsPane, useFound } from "@/features/results";
import { Chips, DropZone, SearchBox, useSearch } from "@/features/search";
import { useViewer, Viewer } from "@/features/viewer";
import { useShortcuts } from "@/shared/actions";
import { followJobs } from "@/shared/jobs";
import { useScreen } from "@/shared/screens";
import { useSettings } from "@/shared/settings";
import { useText } from "@/shared/text";
import { Busy, IconButton, IconToggle, Tabs } from "@/shared/ui";
import { Rail } from "./Rail";
import { PLACES } from "./screens";
import { compareChosen, useAppActions } from "./useAppActions";
import { useFirstRun } from "./useFirstRun";
import { useShell } from "./useShell";

const ShortcutSheet = lazy(async () => ({ default: (await import("@/features/shortcuts")).ShortcutSheet }));

/** The frame: search above, library and filters at the left, pictures in the middle, what is known at the right. */
export function Shell() {
  const t = useText();
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const guiding = useFirstRun();
  const { left, right, set } = useSettings();
  const viewing = useViewer((viewer) => viewer.showing.mode !== "closed");
  const Place = PLACES[useScreen((showing) => showing.screen)].body;
  useEffect(showFound, []);
  useEffect(followJobs, []);
  useShortcuts();
  useAppActions({ palette: () => setPalette(true), shortcuts: () => setSheet(true) });
  return (
    <>
      <div className="flex h-full flex-col" inert={viewing}>
        <Connection />
        <header className="flex h-12 items-center gap-2 border-b border-line bg-panel px-3">
          <IconToggle
            icon={PanelLeft}
            label={t("app.action.left")}
            action="app.left"
            isSelected={left}
            isDisabled={Place !== undefined}
            onChange={(on) => set({ left: on })}
          />
          <h1 className="mr-2 font-semibold max-md:sr-only">{t("app.title")}</h1>
          <SearchBox />
          <div className="ml-auto flex items-center gap-1">
            <IconButton
              icon={Command}
              label={t("app.action.palette")}
              action="app.palette"
              onPress={() => setPalette(true)}
            />
            <IconToggle
              icon={PanelRight}
              label={t("app.action.right")}
              action="app.right"
              isSelected={right}
              isDisabled={Place !== undefined}
              onChange={(on) => set({ right: on })}
            />
          </div>
        </header>
        <main className="flex min-h-0 flex-1">
          <Rail />
          {Place ? (
            <Suspense fallback={<Busy label={t("app.loading")} />}>
              <Place />
            </Suspense>
          ) : (
            <Pictures />
          )}
        </main>
      </div>
      <Suspense>{viewing && <Looking />}</Suspense>
      <Commands palette={() => setPalette(true)} />
      <Palette open={palette} onClose={() => setPalette(false)} />
      <Suspense>
        {sheet && <ShortcutSheet open onClose={() => setSheet(false)} />}
        {guiding && <Guide />}
      </Suspense>
      <DropZone index={index} />
    </>
  );
}

/** The first screen: what was searched for, between what narrows it and what is known of the chosen picture. */
function Pictures() {
  const t = useText();
  const results = useFound();
  const { left, right } = useSettings();
  const open = useViewer((viewer) => viewer.open);
  return (
    <>
      {left && <Side />}
      <div className="flex min-w-0 flex-1 flex-col">
        <Chips />
        <ResultsPane results={results} open={open} compare={compareChosen} />
      </div>
      {right && (
        <aside aria-label={t("app.details")} className="w-80 shrink-0 overflow-y-auto border-l border-line bg-panel">
          <Details results={results} />
        </aside>
      )}
    </>
  );
}

/** What narrows the search; it does not follow the results. */
const Side = memo(function Side() {
  const t = useText();
  const tabs = [
    { id: "filters", label: t("app.filters"), body: <FilterPanel /> },
    { id: "library", label: t("app.library"), body: <LibraryPanel /> },
  ];
  return (
    <aside aria-label={t("app.side")} className="flex w-64 shrink-0 flex-col border-r border-line bg-panel">
      <Tabs label={t("app.side")} tabs={tabs} />
    </aside>
  );
});

function Looking() {
  return <Viewer results={useFound()} />;
}

function Commands({ palette }: { palette: () => void }) {
  useShell(useFound(), palette);
  return null;
}

/** Whoever searches, wherever, sees what was found. */
function showFound(): () => void {
  return useSearch.subscribe((now, before) => {
    if (now.text !== before.text || now.wells !== before.wells) {
      useScreen.getState().show("pictures");
    }
  });
}
