import { Copy } from "lucide-react";
import type { ReactNode } from "react";
import { removeTag } from "@/features/results";
import { change, withToggled, withValue } from "@/features/search";
import { useAsk } from "@/shared/data";
import { useText } from "@/shared/text";
import { Chip, IconButton, tell } from "@/shared/ui";
import { Suggested } from "./Suggested";

/** What the library knows of a picture beside its file: description, tags, colours, prompt, camera. */
export function Known({ picture }: { picture: number }) {
  const t = useText();
  const { data } = useAsk("picture", { id: picture }, { keep: true });
  const { data: known } = useAsk("tag_list", {});
  // Tags of models and of the file itself stay; only the user's can be taken away.
  const own = new Set((known?.tags ?? []).map(({ name }) => name));
  if (!data || data.id !== picture) return null;
  const { caption, tags, palette, prompt, camera, warnings } = data;
  return (
    <>
      {caption && (
        <Part title={t("app.known.caption")}>
          <p data-selectable>{caption}</p>
        </Part>
      )}
      <Part title={t("app.known.tags")}>
        {tags.length > 0 && (
          <div className="flex flex-wrap gap-1">
            {tags.map((tag) => (
              <Chip
                key={tag}
                onPress={() => void change((query) => withToggled(query, "tag", tag))}
                {...(own.has(tag)
                  ? { onRemove: () => removeTag(tag, [picture]), removeLabel: t("app.search.remove", { filter: tag }) }
                  : {})}
              >
                {tag}
              </Chip>
            ))}
          </div>
        )}
        <Suggested key={picture} picture={picture} />
      </Part>
      {palette.length > 0 && (
        <Part title={t("app.known.palette")}>
          <div className="flex h-6 overflow-hidden rounded-md">
            {palette.map(([colour, weight]) => (
              <button
                key={colour}
                type="button"
                aria-label={t("app.known.by_colour", { colour })}
                title={colour}
                onClick={() => void change((query) => withValue(query, "color", colour))}
                style={{ background: colour, flexGrow: weight }}
              />
            ))}
          </div>
        </Part>
      )}
      {prompt?.prompt && <Copied title={t("app.known.prompt")} words={prompt.prompt} />}
      {prompt?.negative && <Copied title={t("app.known.negative")} words={prompt.negative} />}
      {camera && (
        <Part title={t("app.filter.camera")}>
          <p data-selectable>{camera}</p>
        </Part>
      )}
      {warnings.length > 0 && (
        <Part title={t("app.known.warnings")}>
          {warnings.map((warning) => (
            <p key={warning} data-selectable className="text-sm text-muted">
              {warning}
            </p>
          ))}
        </Part>
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h3 className="text-sm text-muted">{title}</h3>
      {children}
    </section>
  );
}

function Copied({ title, words }: { title: string; words: string }) {
  const t = useText();
  const copy = async () => {
    await navigator.clipboard.writeText(words);
    tell({ message: t("app.known.copied") });
  };
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h3 className="flex items-center justify-between text-sm text-muted">
        {title}
        <IconButton icon={Copy} label={t("app.known.copy", { what: title })} onPress={() => void copy()} />
      </h3>
      <p data-selectable className="max-h-40 overflow-y-auto rounded-md bg-raised px-2 py-1 text-sm break-words">
        {words}
      </p>
    </section>
  );
}
