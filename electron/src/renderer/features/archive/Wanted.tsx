import { Plus, X } from "lucide-react";
import { useText } from "@/shared/text";
import { Button, Chip, classes, IconToggle } from "@/shared/ui";
import { NOTHING_ASKED, toggleTag, useArchive } from "./model/store";

/** The tags that are looked for, each of which can be taken away; those of a group are alternatives. */
export function Wanted() {
  const t = useText();
  const { with: groups, without, joining, set } = useArchive();
  if (groups.length + without.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1" data-wanted>
      {groups.map((group, at) => (
        <Group key={group[0]} tags={group} joining={joining === at} onJoin={(on) => set({ joining: on ? at : null })} />
      ))}
      {without.map((tag) => (
        <Chip key={tag} onRemove={() => toggleTag(tag, "without")} removeLabel={t("app.archive.tags.remove", { tag })}>
          {t("app.archive.tags.not", { tag })}
        </Chip>
      ))}
      <Button look="quiet" icon={X} onPress={() => set(NOTHING_ASKED)}>
        {t("app.archive.tags.clear")}
      </Button>
    </div>
  );
}

interface Props {
  tags: readonly string[];
  joining: boolean;
  onJoin: (on: boolean) => void;
}

/** Tags any of which will do, and the way to take in more of them. */
function Group({ tags, joining, onJoin }: Props) {
  const t = useText();
  return (
    <div
      data-any
      className={classes(
        "flex flex-wrap items-center gap-1 rounded-lg border pl-1",
        joining ? "border-accent" : "border-line",
      )}
    >
      {tags.map((tag, at) => (
        <span key={tag} className="flex min-w-0 items-center gap-1">
          {at > 0 && <span className="text-sm text-muted">{t("app.archive.tags.or")}</span>}
          <Chip selected onRemove={() => toggleTag(tag)} removeLabel={t("app.archive.tags.remove", { tag })}>
            {tag}
          </Chip>
        </span>
      ))}
      <IconToggle
        icon={Plus}
        label={t("app.archive.tags.or_more", { tag: tags[0] ?? "" })}
        isSelected={joining}
        onChange={onJoin}
      />
    </div>
  );
}
