import { AtSign } from "lucide-react";
import { change, filterValue, useSearch, withValue } from "@/features/search";
import { useAsk } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { classes, Rows, Section } from "@/shared/ui";

/** Who is mentioned in comments; choose one to see the pictures where. */
export function Mentions() {
  const t = useText();
  const language = useLanguage();
  const text = useSearch((search) => search.text);
  const { data: parsed } = useAsk("query_parse", { query: text }, { keep: true });
  const chosen = filterValue(parsed?.parsed.parts ?? [], "mention");
  const { data } = useAsk("comment_list", {});
  const names = (data?.names ?? []).filter(({ mentions }) => mentions > 0);
  if (names.length === 0) return null;
  return (
    <Section title={t("app.mentions")}>
      <div className="-mx-2">
        <Rows
          label={t("app.mentions")}
          count={names.length}
          keyOf={(at) => names[at]?.name ?? at}
          row={(at) => {
            const one = names[at];
            if (!one) return null;
            const on = chosen === one.name;
            return (
              <button
                type="button"
                aria-pressed={on}
                onClick={() => void change((query) => withValue(query, "mention", on ? null : one.name))}
                className={classes(
                  "flex h-8 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover",
                  on && "bg-tint",
                )}
              >
                <AtSign size={14} aria-hidden className="shrink-0 text-muted" />
                <span className="truncate">{one.name}</span>
                <span className="ml-auto text-sm text-muted tabular-nums">{numberText(one.mentions, language)}</span>
              </button>
            );
          }}
        />
      </div>
    </Section>
  );
}
