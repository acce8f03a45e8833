import { useEffect } from "react";
import { noteText, useText } from "@/shared/text";
import { Busy, classes } from "@/shared/ui";
import { useResultActions } from "./actions";
import { Grid } from "./Grid";
import { NONE, useSelection } from "./model/selection";
import { Failed, Nothing } from "./Nothing";
import { PictureMenu } from "./PictureMenu";
import { SelectionBar } from "./SelectionBar";
import { Toolbar } from "./Toolbar";
import type { Results } from "./useResults";
import { WellTargets } from "./WellTargets";

let chosenOf = "";

/** Another search: what was chosen belongs to the one before. The same one, shown again, keeps it. */
function chooseAnew(key: string): void {
  if (chosenOf !== key) useSelection.setState(NONE);
  chosenOf = key;
}

interface Props {
  results: Results;
  open: (place: number) => void;
  /** Show the chosen pictures side by side. */
  compare: () => void;
}

/** What was found: tools, pictures, and what to do with the chosen ones. */
export function ResultsPane({ results, open, compare }: Props) {
  const t = useText();
  useResultActions(results, open);
  useEffect(() => chooseAnew(results.key), [results.key]);
  const notes = results.first?.notes ?? [];
  return (
    <section
      aria-label={t("app.results.label")}
      aria-busy={results.stale || results.pending}
      data-query={results.query}
      className="flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <Toolbar results={results} />
      {notes.length > 0 && (
        <p className="border-b border-line px-3 py-1 text-sm text-muted">{notes.map(noteText).join(" ")}</p>
      )}
      <div
        className={classes(
          "flex min-h-0 flex-1 flex-col transition-opacity",
          results.stale && "opacity-60 delay-300", // what comes at once needs no sign
        )}
      >
        {results.error ? (
          <Failed error={results.error} />
        ) : results.pending ? (
          <div className="grid flex-1 place-items-center">
            <Busy label={t("app.loading")} />
          </div>
        ) : results.total === 0 ? (
          <Nothing />
        ) : (
          <Grid results={results} open={open} />
        )}
      </div>
      <SelectionBar results={results} compare={compare} />
      <PictureMenu results={results} open={open} compare={compare} />
      <WellTargets results={results} />
    </section>
  );
}
