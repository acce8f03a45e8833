import { X } from "lucide-react";
import { useText } from "@/shared/text";
import { Button, Chip } from "@/shared/ui";
import { toggleTag, useArchive } from "./model/store";

/** The tags that are looked for, each of which can be taken away. */
export function Wanted() {
  const t = useText();
  const { with: some, without, set } = useArchive();
  if (some.length + without.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1" data-wanted>
      {some.map((tag) => (
        <Chip key={tag} selected onRemove={() => toggleTag(tag)} removeLabel={t("app.archive.tags.remove", { tag })}>
          {tag}
        </Chip>
      ))}
      {without.map((tag) => (
        <Chip key={tag} onRemove={() => toggleTag(tag, "without")} removeLabel={t("app.archive.tags.remove", { tag })}>
          {t("app.archive.tags.not", { tag })}
        </Chip>
      ))}
      <Button look="quiet" icon={X} onPress={() => set({ with: [], without: [] })}>
        {t("app.archive.tags.clear")}
      </Button>
    </div>
  );
}
