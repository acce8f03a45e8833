import { ChevronRight } from "lucide-react";
import { Fragment } from "react";
import { useText } from "@/shared/text";
import { Chip } from "@/shared/ui";
import { useArchive } from "./model/store";

/** The levels of folders, outer ones first; a variable that is pressed becomes the next one. */
export function Levels() {
  const t = useText();
  const { draft, change } = useArchive();
  const { variables, levels } = draft;
  const named = variables.filter(({ name }) => name !== "");
  const chosen = levels.flatMap((id) => named.find((one) => one.id === id) ?? []);
  const left = named.filter(({ id }) => !levels.includes(id));
  const set = (next: readonly number[]) => change((now) => ({ ...now, levels: next }));
  return (
    <fieldset aria-label={t("app.archive.levels")} className="flex flex-col gap-1">
      <p className="text-sm text-muted">{t("app.archive.levels")}</p>
      <div className="flex flex-wrap items-center gap-1">
        {chosen.map(({ id, name }, place) => (
          <Fragment key={id}>
            {place > 0 && <ChevronRight size={14} aria-hidden className="text-muted" />}
            <Chip
              selected
              onRemove={() => set(levels.filter((one) => one !== id))}
              removeLabel={t("app.archive.levels.remove", { name })}
            >
              {name}
            </Chip>
          </Fragment>
        ))}
        {left.map(({ id, name }) => (
          <Chip key={id} onPress={() => set([...levels, id])}>
            {t("app.archive.levels.add", { name })}
          </Chip>
        ))}
      </div>
    </fieldset>
  );
}
