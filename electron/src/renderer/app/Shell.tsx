import { Command, PanelLeft, PanelRight, Settings2 } from "lucide-react";
import { Suspense, useState } from "react";
import { Connection } from "@/features/connection";
import { Details } from "@/features/details";
import { FilterPanel } from "@/features/filters";
import { LibraryPanel } from "@/features/library";
import { Palette } from "@/features/palette";
import { ResultsPane, useResults } from "@/features/results";
import { Chips, DropZone, SearchBox } from "@/features/search";
import { useViewer, Viewer } from "@/features/viewer";
import { useShortcuts } from "@/shared/actions";
import { useSettings } from "@/shared/settings";
import { useText } from "@/shared/text";
import { IconButton, IconToggle, Tabs } from "@/shared/ui";
import { Preferences } from "./Preferences";
import { compareChosen, useAppActions } from "./useAppActions";

/** The frame: search above, library and filters at the left, pictures in the middle, what is known at the right. */
export function Shell() {
  const t = useText();
  const [palette, setPalette] = useState(false);
  const [preferences, setPreferences] = useState(false);
  const { left, right, set } = useSettings();
  const results = useResults();
  const open = useViewer((viewer) => viewer.open);
  const viewing = useViewer((viewer) => viewer.showing.mode !== "closed");
  const tabs = [
    { id: "filters", label: t("app.filters"), body: <FilterPanel /> },
    { id: "library", label: t("app.library"), body: <LibraryPanel /> },
  ];
  useShortcuts();
  useAppActions({ palette: () => setPalette(true), preferences: () => setPreferences(true) });
  return (
    <>
      <div className="flex h-full flex-col" inert={viewing}>
        <Connection />
        <header className="flex h-12 items-center gap-2 border-b border-line bg-panel px-3">
          <IconToggle
            icon={PanelLeft}
            label={t("app.action.left")}
            keys="mod+b"
            isSelected={left}
            onChange={(on) => set({ left: on })}
          />
          <h1 className="mr-2 font-semibold max-md:sr-only">{t("app.title")}</h1>
          <SearchBox />
          <div className="ml-auto flex items-center gap-1">
            <IconButton icon={Command} label={t("app.action.palette")} keys="mod+k" onPress={() => setPalette(true)} />
            <IconButton
              icon={Settings2}
              label={t("app.action.preferences")}
              keys="mod+,"
              onPress={() => setPreferences(true)}
            />
            <IconToggle
              icon={PanelRight}
              label={t("app.action.right")}
              keys="i"
              isSelected={right}
              onChange={(on) => set({ right: on })}
            />
          </div>
        </header>
        <Chips />
        <main className="flex min-h-0 flex-1">
          {left && (
            <aside aria-label={t("app.side")} className="flex w-64 shrink-0 flex-col border-r border-line bg-panel">
              <Tabs label={t("app.side")} tabs={tabs} />
            </aside>
          )}
          <ResultsPane results={results} open={open} compare={compareChosen} />
          {right && (
            <aside
              aria-label={t("app.details")}
              className="w-80 shrink-0 overflow-y-auto border-l border-line bg-panel"
            >
              <Details results={results} />
            </aside>
          )}
        </main>
      </div>
      <Suspense>{viewing && <Viewer results={results} />}</Suspense>
      <Palette open={palette} onClose={() => setPalette(false)} />
      <Preferences open={preferences} onClose={() => setPreferences(false)} />
      <DropZone />
    </>
  );
}
