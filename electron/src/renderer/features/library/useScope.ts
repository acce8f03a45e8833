import { useState } from "react";
import { useSelection } from "@/features/results";
import { useSearch } from "@/features/search";
import { useAsk } from "@/shared/data";
import { numberText, type TextKey, useLanguage, useText } from "@/shared/text";
import { type Now, picturesOf, type Scope, scopes } from "./model/scope";

const TEXTS: Record<Scope, TextKey> = {
  chosen: "app.scope.chosen",
  found: "app.scope.found",
  all: "app.scope.all",
};

/** Which pictures something is about, with how many they are; the user may choose another scope. */
export function useScope() {
  const t = useText();
  const language = useLanguage();
  const [wanted, setWanted] = useState<Scope | null>(null);
  const ids = useSelection((selection) => selection.ids);
  const { text, wells } = useSearch();
  const now: Now = { chosen: [...ids], text, compares: wells.length > 0 };
  const offered = scopes(now);
  const scope = offered.find((one) => one === wanted) ?? offered[0] ?? "all";
  const { data: found } = useAsk("facets", { query: text }, { enabled: offered.includes("found"), keep: true });
  const { data: all } = useAsk("facets", { query: "" }, { keep: true });
  const counts = { chosen: ids.size, found: found?.total ?? 0, all: all?.total ?? 0 };
  const options = offered.map((value) => ({
    value,
    label: t(TEXTS[value], { count: counts[value], number: numberText(counts[value], language) }),
  }));
  return { scope, setScope: setWanted, options, count: counts[scope], pictures: picturesOf(scope, now) };
}
