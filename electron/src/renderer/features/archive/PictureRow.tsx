import { bridge } from "@/shared/bridge";
import { type FoundPicture, useAsk } from "@/shared/data";
import { nameOf, useText } from "@/shared/text";
import { Check } from "@/shared/ui";
import { below } from "./model/plan";
import { toggleWatched, useArchive } from "./model/store";
import { TagChip } from "./TagChip";

const THUMB = 256;
const FEW = 16;

interface Props {
  picture: FoundPicture;
  press: (tag: string, shift: boolean) => void;
  hint: string;
  watching: boolean;
  /** All of its tags are shown. */
  open: boolean;
  toggle: () => void;
}

/** One picture with its name and the tags of its prompt. */
export function PictureRow({ picture, press, hint, watching, open, toggle }: Props) {
  const t = useText();
  const folder = useArchive((archive) => archive.draft.folder);
  const watched = useArchive((archive) => archive.watched.includes(picture.path));
  const { data } = useAsk("picture", { id: picture.id });
  const sets = data?.prompt?.tags ?? {};
  const wanted = [...new Set([...(sets.positive ?? []), ...(sets.character ?? [])])];
  const known = picture.digest !== null && picture.thumbnail !== null;
  return (
    <div className="flex gap-3 px-4 py-2" data-picture={nameOf(picture.path)}>
      <img
        src={known ? bridge.thumb(picture.digest ?? "") : bridge.preview(picture.id, { size: THUMB })}
        alt=""
        loading="lazy"
        decoding="async"
        className="size-24 shrink-0 rounded-md bg-panel object-contain"
      />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        {watching ? (
          <Check selected={watched} onChange={() => toggleWatched(picture.path)}>
            <span className="truncate" title={picture.path}>
              {below(folder, picture.path)}
            </span>
          </Check>
        ) : (
          <p className="truncate" title={picture.path}>
            {below(folder, picture.path)}
          </p>
        )}
        <Tags tags={wanted} press={press} hint={hint} open={open} toggle={toggle} />
        {data && !data.prompt && <p className="text-sm text-muted">{t("app.archive.why.no_prompt")}</p>}
      </div>
    </div>
  );
}

function Tags({ tags, press, hint, open, toggle }: { tags: readonly string[] } & Omit<Props, "picture" | "watching">) {
  const t = useText();
  const { with: groups, without } = useArchive();
  const some = groups.flat();
  const shown = open ? tags : tags.slice(0, FEW);
  const look = (tag: string) => (some.includes(tag) ? "wanted" : without.includes(tag) ? "unwanted" : "plain");
  return (
    <div className="flex flex-wrap gap-1">
      {shown.map((tag) => (
        <TagChip key={tag} tag={tag} press={press} title={`${tag} · ${hint}`} look={look(tag)} />
      ))}
      {tags.length > FEW && (
        <button type="button" onClick={toggle} className="h-6 px-2 text-sm text-accent hover:underline">
          {open ? t("app.archive.tags.fewer") : t("app.archive.tags.more", { count: tags.length - FEW })}
        </button>
      )}
    </div>
  );
}
