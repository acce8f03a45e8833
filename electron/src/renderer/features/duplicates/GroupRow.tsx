import { Columns2, EllipsisVertical, FolderInput, Hand, Merge, Undo2 } from "lucide-react";
import { type KeyboardEvent, type RefObject, useState } from "react";
import { bytesText, type TextKey, type Translate, useLanguage, useText } from "@/shared/text";
import { Button, Chip, classes, IconButton, Menu } from "@/shared/ui";
import { compareGroup, MOST_APART, markApart } from "./actions";
import { Card } from "./Card";
import { alone, type Decided, decide, picking, staying } from "./model/decided";
import { differing } from "./model/differing";
import type { Spot } from "./model/steps";
import { useHand } from "./model/store";
import type { Duplicate, Group } from "./model/types";

/** Pictures of a group that are drawn at once; a file may be there a thousand times. */
const SHOWN = 24;

const HOW: Record<string, TextKey> = {
  exact: "app.duplicates.how.exact",
  pixels: "app.duplicates.how.pixels",
  hash: "app.duplicates.how.hash",
  vector: "app.duplicates.how.vector",
};

interface Props {
  group: Group;
  number: number;
  spot: Spot;
  moved: RefObject<boolean>;
  rest: (spot: Spot) => void;
  press: (event: KeyboardEvent, at: Spot, decided: Decided, group: Group) => void;
  ask: (what: "unite" | "move") => void;
}

/** A group: what its pictures have in common and not, which one is kept, and what becomes of the others. */
export function GroupRow({ group, number, spot, moved, rest, press, ask }: Props) {
  const t = useText();
  const { hand, set } = useHand();
  const [shown, setShown] = useState(SHOWN);
  const decided = decide(group, hand);
  if (!decided) return null;
  const { keep, order, going, why } = decided;
  const facts = differing(group.pictures);
  const ids = group.pictures.map(({ id }) => id);
  return (
    <article
      aria-label={t("app.duplicates.group", { number: number + 1 })}
      className="flex h-full flex-col overflow-hidden rounded-lg border border-line bg-panel"
    >
      <Head group={group} decided={decided} ask={ask} />
      <div className="flex min-h-0 flex-1 gap-3 overflow-x-auto px-3 pb-3">
        {order.slice(0, shown).map((picture, place) => (
          <Card
            key={picture.id}
            picture={picture}
            how={howText(t, picture, keep, group.pictures[0])}
            differing={facts}
            kept={picture.id === keep.id}
            stays={picture.id === keep.id ? going.length === 0 : hand.stays.has(picture.id)}
            picked={hand.picks.has(picture.id)}
            lost={why.get(picture.id)}
            reachable={spot.group === number ? spot.place === place : place === 0}
            focused={spot.group === number && spot.place === place}
            moved={moved}
            onFocus={() => (spot.group !== number || spot.place !== place) && rest({ group: number, place })}
            onKeyDown={(event) => press(event, { group: number, place }, decided, group)}
            onKeep={() => set(picking(hand, ids, picture.id))}
            onStay={() => set(staying(hand, picture.id))}
            onOpen={() => compareGroup(decided, picture)}
          />
        ))}
        {order.length > shown && (
          <div className="grid shrink-0 place-items-center px-4">
            <Button onPress={() => setShown(shown + SHOWN)}>
              {t("app.duplicates.more", { count: order.length - shown })}
            </Button>
          </div>
        )}
      </div>
    </article>
  );
}

interface HeadProps {
  group: Group;
  decided: Decided;
  ask: Props["ask"];
}

function Head({ group, decided, ask }: HeadProps) {
  const t = useText();
  const language = useLanguage();
  const { hand, set } = useHand();
  const { order, going } = decided;
  const untouched = going.length === 0;
  const choices = [
    { id: "unite", label: t("app.duplicates.unite_this"), icon: Merge, run: () => ask("unite") },
    { id: "move", label: t("app.duplicates.move_this"), icon: FolderInput, run: () => ask("move") },
  ];
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 pr-2 pl-3">
      <h3 className="font-medium whitespace-nowrap">{t("app.duplicates.pictures", { count: order.length })}</h3>
      <span className="flex min-w-0 gap-1 overflow-hidden">
        {howOf(group.pictures).map((kind) => {
          const key = HOW[kind];
          return <Chip key={kind}>{key ? t(key) : kind}</Chip>;
        })}
      </span>
      <span className={classes("min-w-0 flex-1 truncate text-sm", untouched ? "text-ink" : "text-muted")}>
        {untouched
          ? t("app.duplicates.untouched")
          : t("app.duplicates.spare", { bytes: bytesText(sizeOf(going), language) })}
      </span>
      <Button look="quiet" icon={untouched ? Undo2 : Hand} onPress={() => set(alone(hand, decided))}>
        {untouched ? t("app.duplicates.take_in") : t("app.duplicates.leave")}
      </Button>
      {order.length <= MOST_APART && (
        <Button look="quiet" onPress={() => void markApart(decided)}>
          {t("app.duplicates.mark")}
        </Button>
      )}
      <Button look="quiet" icon={Columns2} onPress={() => compareGroup(decided)}>
        {t("app.duplicates.compare")}
      </Button>
      <Menu label={t("app.duplicates.more_about")} choices={untouched ? [] : choices}>
        <IconButton icon={EllipsisVertical} label={t("app.duplicates.more_about")} isDisabled={untouched} />
      </Menu>
    </header>
  );
}

const sizeOf = (pictures: readonly Duplicate[]) => pictures.reduce((sum, { bytes }) => sum + bytes, 0);

/** How the pictures are duplicates of the middle, which stands first, each kind once. */
function howOf([middle, ...others]: readonly Duplicate[]): string[] {
  const digests = new Set([middle, ...others].map((one) => one?.digest));
  const copies = digests.size <= others.length ? ["exact"] : [];
  return [...new Set([...copies, ...others.map(({ kind }) => kind)])];
}

/** How a picture is a duplicate: of the one that is kept, where they are copies, else of the middle. */
function howText(t: Translate, picture: Duplicate, keep: Duplicate, middle: Duplicate | undefined): string {
  const { id, kind, bits, cosine, digest } = picture;
  if (id !== keep.id && digest === keep.digest) return t("app.duplicates.how.exact");
  if (id === middle?.id) return "";
  if (kind === "exact") return t("app.duplicates.how.exact");
  if (kind === "pixels") return t("app.duplicates.how.pixels");
  if (kind === "vector" && cosine !== null) {
    return t("app.duplicates.near.vector", { percent: (cosine * 100).toFixed(1) });
  }
  return bits ? t("app.duplicates.near.hash", { count: bits }) : t("app.duplicates.how.hash");
}
