import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { useAsk } from "@/shared/data";
import { numberText, useLanguage, useText } from "@/shared/text";
import { classes, Field } from "@/shared/ui";
import { dragTag } from "./drag";
import { fold } from "./model/draft";
import { formOf } from "./model/query";
import { toggleTag, useArchive } from "./model/store";
import { beside } from "./model/wanted";

const MOST = 10_000;
const ROW = 28;
const OVERSCAN = 12;

/** All tags of the pictures that fit, the most frequent first; pressed, they narrow the pictures further. */
export function TagList() {
  const t = useText();
  const language = useLanguage();
  const scroller = useRef<HTMLDivElement>(null);
  const [text, setText] = useState("");
  const { draft, with: groups, without, joining } = useArchive();
  const chosen = (joining === null ? groups.flat() : groups[joining]) ?? [];
  const form = formOf({ folder: draft.folder, with: beside({ with: groups, without, joining }), without });
  const { data } = useAsk("tag_cloud", { form, kinds: ["prompt"], limit: MOST }, { keep: true });
  const tags = useMemo(() => {
    const wanted = fold(text);
    return (data?.tags ?? []).filter(({ tag }) => fold(tag).includes(wanted));
  }, [data, text]);
  const virtual = useVirtualizer({
    count: tags.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: OVERSCAN,
  });
  return (
    <>
      <div className="flex flex-col gap-2 border-b border-line p-3">
        <Field
          bare
          label={t("app.archive.tags.seek")}
          placeholder={t("app.archive.tags.seek")}
          value={text}
          onChange={setText}
          onEnter={() => tags[0] && toggleTag(tags[0].tag)}
        />
        <p className="text-sm text-muted">
          {t(joining === null ? "app.archive.tags.hint" : "app.archive.tags.or_hint")}
        </p>
      </div>
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        aria-label={t("app.archive.tags.list")}
        className="min-h-0 flex-1 overflow-auto outline-none focus-visible:-outline-offset-2 focus-visible:outline-2 focus-visible:outline-accent"
      >
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const one = tags[index];
            if (!one) return null;
            const wanted = chosen.includes(one.tag);
            return (
              <li
                key={one.tag}
                aria-setsize={tags.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0 h-7"
                style={{ transform: `translateY(${start}px)` }}
              >
                <button
                  type="button"
                  draggable
                  aria-pressed={wanted}
                  title={one.tag}
                  onDragStart={(event) => dragTag(event, one.tag)}
                  onClick={(event) => toggleTag(one.tag, event.shiftKey ? "without" : "with")}
                  className={classes(
                    "flex size-full items-center gap-2 px-3 text-left focus-visible:-outline-offset-2",
                    wanted ? "bg-tint" : "hover:bg-hover",
                  )}
                >
                  <span className="min-w-0 flex-1 truncate">{one.tag}</span>
                  <span className="text-sm text-muted tabular-nums">{numberText(one.files, language)}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </section>
    </>
  );
}
