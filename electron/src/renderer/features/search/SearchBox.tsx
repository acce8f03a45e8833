import { Clock, Search, Tag, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useAsk } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { classes, IconButton } from "@/shared/ui";
import { Comparing } from "./Comparing";
import { recalled, useHistory } from "./model/history";
import { Pace } from "./model/pace";
import { useSearch } from "./model/store";
import { inserted, merged, moved, type Suggestion } from "./model/suggested";

/** Letters within so short a time, as of a composed syllable or a pasted word, are one search. */
const LIVE_MS = 30;
const EARLIER = 6;
const OFFERED = 8;

/** Focus the field of the search from anywhere. */
export function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>("[data-search-field]");
  field?.focus();
  field?.select();
}

/** Characters as the back end counts them. */
const lengthOf = (text: string) => [...text].length;

/** What is typed, and the search that follows it. */
function useTyped() {
  const committed = useSearch((search) => search.text);
  const setText = useSearch((search) => search.setText);
  const [typed, setTyped] = useState(committed);
  const pace = useMemo(() => new Pace(setText, LIVE_MS), [setText]);
  useEffect(() => setTyped(committed), [committed]);
  useEffect(() => () => pace.stop(), [pace]);
  const commit = (query: string) => {
    pace.stop();
    setText(query);
  };
  const type = (query: string) => {
    setTyped(query);
    pace.give(query);
  };
  return { typed, type, commit };
}

function useSuggestions(typed: string, cursor: number, open: boolean): Suggestion[] {
  const earlier = useHistory((history) => history.queries);
  const asking = open && typed.trim() !== "";
  // Those of the text before would replace the wrong letters, so that they are not kept.
  const { data } = useAsk("suggest", { query: typed, cursor, limit: OFFERED }, { enabled: asking });
  return merged(typed, recalled(earlier, typed, EARLIER), asking ? data : undefined);
}

/** The search field: results follow what is typed, Enter keeps it in the history. */
export function SearchBox() {
  const t = useText();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const remember = useHistory((history) => history.remember);
  const { typed, type, commit } = useTyped();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [cursor, setCursor] = useState(0);
  const offered = useSuggestions(typed, cursor, open);
  const shown = open && offered.length > 0;

  const finish = (query: string) => {
    commit(query);
    remember(query);
    setOpen(false);
  };
  const take = (suggestion: Suggestion) => {
    const next = inserted(typed, suggestion);
    setChosen(-1);
    type(next.text);
    setCursor(lengthOf(next.text.slice(0, next.cursor)));
    field.current?.focus();
    requestAnimationFrame(() => field.current?.setSelectionRange(next.cursor, next.cursor));
    if (suggestion.kind === "history") finish(suggestion.insert);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const suggestion = offered[chosen];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setOpen(true);
      setChosen(moved(chosen, event.key === "ArrowDown" ? 1 : -1, offered.length));
    } else if (event.key === "Enter") {
      if (shown && suggestion) take(suggestion);
      else finish(typed);
    } else if (event.key === "Tab" && shown && suggestion) take(suggestion);
    else if (event.key === "Escape" && shown) setOpen(false);
    else if (event.key === "Escape") field.current?.blur();
    else return;
    event.preventDefault();
  };

  return (
    <search className="relative min-w-0 max-w-3xl flex-1">
      <div className="flex h-8 items-center gap-2 rounded-md border border-line bg-raised pl-2 focus-within:border-accent">
        <Search size={16} aria-hidden className="shrink-0 text-muted" />
        <input
          ref={field}
          data-search-field
          role="combobox"
          aria-label={t("app.search.label")}
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(shown && chosen >= 0 ? { "aria-activedescendant": `${id}-${chosen}` } : {})}
          placeholder={t("app.search.placeholder")}
          spellCheck={false}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            type(event.target.value);
            setCursor(lengthOf(event.target.value.slice(0, event.target.selectionStart ?? undefined)));
            setOpen(true);
            setChosen(-1);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => {
            setOpen(false);
            remember(typed);
          }}
          onKeyDown={press}
          className="h-full min-w-0 flex-1 bg-transparent outline-none placeholder:text-muted"
        />
        {typed !== "" && <IconButton icon={X} label={t("app.search.clear")} onPress={() => commit("")} />}
        <Comparing />
      </div>
      {shown && <Suggestions id={id} offered={offered} chosen={chosen} take={take} />}
    </search>
  );
}

interface ListProps {
  id: string;
  offered: readonly Suggestion[];
  chosen: number;
  take: (suggestion: Suggestion) => void;
}

function Suggestions({ id, offered, chosen, take }: ListProps) {
  const t = useText();
  const language = useLanguage();
  const clear = useHistory((history) => history.clear);
  const hold = (event: { preventDefault(): void }) => event.preventDefault();
  return (
    <div className="absolute inset-x-0 top-9 z-40 rounded-lg border border-line bg-raised p-1 shadow-xl shadow-black/40">
      <div role="listbox" id={`${id}-list`} aria-label={t("app.search.suggestions")}>
        {offered.map((one, at) => {
          const Icon = one.kind === "history" ? Clock : Tag;
          return (
            <div
              key={`${one.kind} ${one.insert}`}
              id={`${id}-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === chosen}
              onPointerDown={hold}
              onClick={() => take(one)}
              onKeyDown={hold}
              className={classes(
                "flex h-8 items-center gap-2 rounded-md px-2 hover:bg-hover",
                at === chosen && "bg-hover",
              )}
            >
              <Icon size={14} aria-hidden className="shrink-0 text-muted" />
              <span className="truncate">{one.text}</span>
              {one.insert.trim() !== one.text && <span className="truncate text-sm text-muted">{one.insert}</span>}
              {one.files !== null && (
                <span className="ml-auto text-sm text-muted tabular-nums">{numberText(one.files, language)}</span>
              )}
            </div>
          );
        })}
      </div>
      {offered.some(({ kind }) => kind === "history") && (
        <div className="mt-1 border-t border-line pt-1">
          <button
            type="button"
            tabIndex={-1}
            onPointerDown={hold}
            onClick={clear}
            className="h-8 w-full rounded-md px-2 text-left text-sm text-muted hover:bg-hover"
          >
            {t("app.search.clear_history")}
          </button>
        </div>
      )}
    </div>
  );
}
