import { useEffect } from "react";
import { noteText, useText } from "@/shared/text";
import { Busy, classes } from "@/shared/ui";
import { useResultActions } from "./actions";
import { Grid } from "./Grid";
import { useSelection } from "./model/selection";
import { Failed, Nothing } from "./Nothing";
import { SelectionBar } from "./SelectionBar";
import { Toolbar } from "./Toolbar";
import { type Results, useRequest } from "./useResults";

interface Props {
  results: Results;
  open: (place: number) => void;
  /** Show the chosen pictures side by side. */
  compare: () => void;
}

/** What was found: tools, pictures, and what to do with the chosen ones. */
export function ResultsPane({ results, open, compare }: Props) {
  const t = useText();
  const request = useRequest();
  useResultActions(results, open);
  // Another question: what was chosen belongs to the one before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the request says when
  useEffect(() => useSelection.setState({ ids: new Map(), focus: -1, anchor: -1 }), [request]);
  const notes = results.first?.notes ?? [];
  return (
    <section aria-label={t("app.results.label")} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <Toolbar results={results} />
      {notes.length > 0 && (
        <p className="border-b border-line px-3 py-1 text-sm text-muted">{notes.map(noteText).join(" ")}</p>
      )}
      <div className={classes("flex min-h-0 flex-1 flex-col", results.stale && "opacity-80")}>
        {results.error ? (
          <Failed error={results.error} />
        ) : results.pending ? (
          <div className="grid flex-1 place-items-center">
            <Busy label={t("app.loading")} />
          </div>
        ) : results.total === 0 ? (
          <Nothing />
        ) : (
          <Grid key={JSON.stringify(request)} results={results} open={open} />
        )}
      </div>
      <SelectionBar compare={compare} />
    </section>
  );
}
