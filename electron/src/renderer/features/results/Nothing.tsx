import { ImagePlus, SearchX, TriangleAlert } from "lucide-react";
import { change, useSearch } from "@/features/search";
import { runAction } from "@/shared/actions";
import { answers, useAsk } from "@/shared/data";
import { failureOf, failureText, useText } from "@/shared/text";
import { Blank, Button, FailureNote } from "@/shared/ui";

/** Nothing fits: what limits the search, and how to limit it less; or the library is empty. */
export function Nothing() {
  const t = useText();
  const { text, wells, clear } = useSearch();
  const { data: stats } = useAsk("db_stats", {});
  const { data } = useAsk("query_parse", { query: text });
  const limited = data?.parsed.parts.some((part) => part.kind === "filter" || part.negated) ?? false;
  if (stats?.stats.images === 0) {
    return (
      <Blank icon={ImagePlus} title={t("app.results.empty")}>
        <p>{t("app.results.empty_about")}</p>
        <Button look="accent" onPress={() => runAction("help.guide")}>
          {t("app.action.guide")}
        </Button>
      </Blank>
    );
  }
  return (
    <Blank icon={SearchX} title={t("app.results.none")}>
      <p>{t("app.results.none_about")}</p>
      <div className="flex gap-2">
        {limited && (
          <Button
            look="accent"
            onPress={() =>
              void change((query) => ({
                parts: query.parts.filter((part) => part.kind !== "filter" && !part.negated),
                sort: query.sort,
              }))
            }
          >
            {t("app.results.without_filters")}
          </Button>
        )}
        {(text !== "" || wells.length > 0) && <Button onPress={clear}>{t("app.results.show_all")}</Button>}
      </div>
    </Blank>
  );
}

/** A search that failed, with the reason and a way to try again. */
export function Failed({ error }: { error: Error }) {
  const t = useText();
  const failure = failureOf(error);
  return (
    <Blank icon={TriangleAlert} title={failureText(failure)} role="alert">
      <FailureNote failure={failure} titled />
      <Button onPress={() => void answers.resetQueries({ queryKey: ["find"] })}>{t("app.again")}</Button>
    </Blank>
  );
}
