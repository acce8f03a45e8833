import { MousePointerClick } from "lucide-react";
import { Comments } from "@/features/comments";
import { type Results, rate, Thumb, useSelection, useSight, Why } from "@/features/results";
import { type FoundPicture, useAsk } from "@/shared/data";
import { bytesText, folderOf, momentText, nameOf, useLanguage, useText } from "@/shared/text";
import { Blank, Stars } from "@/shared/ui";
import { Known } from "./Known";

/** What is known of the chosen picture, or of the one that is `looked` at, and why it was found. */
export function Details({ results, looked }: { results: Results; looked?: FoundPicture | undefined }) {
  const t = useText();
  const focus = useSelection((selection) => selection.focus);
  const ids = useSelection((selection) => selection.ids);
  useSight(results, focus, focus);
  const focused = results.at(focus);
  const [first] = ids;
  const picture = looked ?? (focused && ids.has(focused.id) ? focused : results.row(first));
  // A picture that fits the search no longer is not told anew among the results.
  const { data } = useAsk("picture", { id: picture?.id ?? 0 }, { enabled: picture !== undefined });
  if (!picture) {
    return (
      <Blank icon={MousePointerClick} title={t("app.details.none")}>
        <p>{t("app.details.none_about")}</p>
      </Blank>
    );
  }
  return (
    <div className="flex flex-col gap-4 p-3">
      {!looked && (
        <div className="h-48 overflow-hidden rounded-md bg-ground">
          <Thumb picture={picture} />
        </div>
      )}
      <div data-selectable>
        <h2 className="text-lg break-words">{nameOf(picture.path)}</h2>
        <p className="text-sm break-words text-muted">{folderOf(picture.path)}</p>
      </div>
      <Stars value={data ? data.rating : picture.rating} onChange={(rating) => rate(rating, [picture.id])} />
      <Facts picture={picture} />
      <Known picture={picture.id} />
      <Comments key={picture.id} picture={picture.id} />
      <Why picture={picture} weights={results.first?.weights ?? {}} />
    </div>
  );
}

type Picture = NonNullable<ReturnType<Results["at"]>>;

function Facts({ picture }: { picture: Picture }) {
  const t = useText();
  const language = useLanguage();
  const facts = [
    [t("app.fact.size"), picture.width ? `${picture.width} × ${picture.height}` : ""],
    [t("app.fact.format"), picture.format?.toUpperCase() ?? ""],
    [t("app.fact.bytes"), bytesText(picture.bytes, language)],
    [t("app.fact.date"), momentText(picture.date_ms, language)],
  ].filter(([, value]) => value);
  return (
    <dl data-selectable className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="break-words tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
