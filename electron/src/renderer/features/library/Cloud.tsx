import { useState } from "react";
import { change, filterValues, useSearch, withToggled } from "@/features/search";
import { useAsk } from "@/shared/data";
import { numberText, type TextKey, useLanguage, useText } from "@/shared/text";
import { Check, classes } from "@/shared/ui";
import { sizes } from "./model/tree";

const FEW = 60;
const MANY = 250;
const SIZES = ["text-xs", "text-sm", "text-base", "text-lg", "text-xl"] as const;
const KINDS = ["user", "model", "file", "prompt"] as const;
type Kind = (typeof KINDS)[number];
const KIND_TEXTS: Record<Kind, TextKey> = {
  user: "app.tags.by_user",
  model: "app.tags.by_model",
  file: "app.tags.by_file",
  prompt: "app.tags.by_prompt",
};

/** How often tags occur among the pictures of the search; `wide` shows more of them and lets choose who gave them. */
export function Cloud({ wide = false }: { wide?: boolean }) {
  const t = useText();
  const language = useLanguage();
  const [kinds, setKinds] = useState<readonly Kind[]>(KINDS);
  const query = useSearch((search) => search.text);
  const { data: parsed } = useAsk("query_parse", { query }, { keep: true });
  const chosen = filterValues(parsed?.parsed.parts ?? [], "tag");
  const asked = { query, limit: wide ? MANY : FEW, ...(kinds.length < KINDS.length ? { kinds: [...kinds] } : {}) };
  const { data } = useAsk("tag_cloud", asked, { enabled: kinds.length > 0, keep: true });
  const tags = kinds.length > 0 ? (data?.tags ?? []) : [];
  const turn = (kind: Kind) => setKinds(KINDS.filter((one) => kinds.includes(one) !== (one === kind)));
  return (
    <div className={classes("flex flex-col gap-3", wide && "p-4")}>
      {wide && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {KINDS.map((kind) => (
            <Check key={kind} selected={kinds.includes(kind)} onChange={() => turn(kind)}>
              {t(KIND_TEXTS[kind])}
            </Check>
          ))}
          {data && (
            <span className="ml-auto text-sm text-muted tabular-nums">
              {t("app.tags.cloud_of", { count: data.total, number: numberText(data.total, language) })}
            </span>
          )}
        </div>
      )}
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        {sizes(tags).map(({ tag, kind, files, size, color }) => (
          <button
            key={`${kind} ${tag}`}
            type="button"
            aria-pressed={chosen.includes(tag)}
            aria-label={t("app.tags.with", { tag, count: files })}
            title={numberText(files, language)}
            onClick={() => void change((now) => withToggled(now, "tag", tag))}
            className={classes(
              "max-w-full truncate rounded-sm hover:text-accent",
              SIZES[size],
              chosen.includes(tag) ? "text-accent underline" : "text-ink",
            )}
          >
            {color && (
              <span aria-hidden className="mr-1 inline-block size-2 rounded-full" style={{ background: color }} />
            )}
            {tag}
          </button>
        ))}
      </div>
      {data && data.rest > 0 && (
        <p className="text-sm text-muted">
          {t("app.tags.rest", { count: data.rest, number: numberText(data.rest, language) })}
        </p>
      )}
    </div>
  );
}
