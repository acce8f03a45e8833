import { Check, ImageOff, MapPin, MoveRight } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from "react";
import { bridge } from "@/shared/bridge";
import { nameOf, type Translate, useLanguage, useText } from "@/shared/text";
import { Button, classes } from "@/shared/ui";
import { Facts } from "./Facts";
import type { Fact } from "./model/differing";
import { valueText } from "./model/reasons";
import type { Duplicate, Lost } from "./model/types";
import { ruleText } from "./RuleList";

interface Props {
  picture: Duplicate;
  /** How it is a duplicate, in words. */
  how: string;
  differing: ReadonlySet<Fact>;
  kept: boolean;
  stays: boolean;
  picked: boolean;
  lost: Lost | undefined;
  reachable: boolean;
  focused: boolean;
  moved: RefObject<boolean>;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onKeep: () => void;
  onStay: () => void;
  onOpen: () => void;
}

/** A picture of a group: pressing it keeps it. */
export function Card(props: Props) {
  const { picture, how, differing, kept, stays, reachable, focused, moved } = props;
  const t = useText();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!focused || !moved.current) return;
    moved.current = false;
    button.current?.focus();
  });
  const name = nameOf(picture.path);
  return (
    <div
      data-picture={name}
      className={classes(
        "flex w-64 shrink-0 flex-col overflow-hidden rounded-md border bg-raised",
        kept ? "border-accent" : "border-line",
      )}
    >
      <button
        ref={button}
        type="button"
        tabIndex={reachable ? 0 : -1}
        aria-pressed={kept}
        aria-label={kept ? t("app.duplicates.kept_name", { name }) : t("app.duplicates.keep_name", { name })}
        title={picture.path}
        onFocus={props.onFocus}
        onKeyDown={props.onKeyDown}
        onClick={() => !kept && props.onKeep()}
        onDoubleClick={props.onOpen}
        className="relative flex h-36 w-full shrink-0 bg-ground outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent"
      >
        <Small picture={picture} dim={!kept && !stays} />
        {kept && (
          <Badge>
            <Check size={12} strokeWidth={3} aria-hidden />
            {t("app.duplicates.kept")}
          </Badge>
        )}
      </button>
      <Facts picture={picture} differing={differing} how={how} />
      <footer className="mt-auto flex h-15 shrink-0 items-center gap-1 border-t border-line pr-1 pl-2">
        <Fate {...props} />
        {!kept && (
          <Button look="quiet" onPress={props.onStay}>
            {stays ? t("app.duplicates.let_go") : t("app.duplicates.let_stay")}
          </Button>
        )}
        {kept && props.picked && (
          <Button look="quiet" onPress={props.onKeep}>
            {t("app.duplicates.by_rules")}
          </Button>
        )}
      </footer>
    </div>
  );
}

function Small({ picture, dim }: { picture: Duplicate; dim: boolean }) {
  if (!picture.thumbnail) return <ImageOff size={20} aria-hidden className="m-auto text-muted" />;
  return (
    <img
      src={bridge.thumb(picture.digest)}
      alt=""
      decoding="async"
      className={classes("pointer-events-none size-full object-contain", dim && "opacity-60")}
    />
  );
}

function Badge({ children }: { children: ReactNode }) {
  return (
    <span className="absolute top-2 left-2 flex items-center gap-1 rounded-full bg-accent px-2 text-xs font-medium text-on-accent">
      {children}
    </span>
  );
}

/** What becomes of the picture, and why. */
function Fate({ kept, stays, picked, lost }: Props) {
  const t = useText();
  const language = useLanguage();
  const Icon = kept ? Check : stays ? MapPin : MoveRight;
  const told = kept
    ? picked
      ? t("app.duplicates.fate.picked")
      : t("app.duplicates.fate.kept")
    : stays
      ? t("app.duplicates.fate.stays")
      : lost
        ? whyText(t, lost, language)
        : "";
  return (
    <span className="flex min-w-0 flex-1 items-start gap-1 text-sm text-muted" title={told}>
      <Icon size={12} aria-hidden className="mt-0.5 shrink-0" />
      <span className="line-clamp-3">{told}</span>
    </span>
  );
}

/** Why a picture is not kept: the rule that decided, and what both had by it. */
function whyText(t: Translate, { by, kept, value }: Lost, language: string): string {
  if (by === "picked") return t("app.duplicates.why.picked");
  if (by === "path") return t("app.duplicates.why.path");
  const key = ruleText(by);
  const told = { value: valueText(by, value, language), kept: valueText(by, kept, language) };
  return t("app.duplicates.why", { rule: key ? t(key) : by, ...told });
}
