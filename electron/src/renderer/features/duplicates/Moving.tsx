import { MoveRight, Square, TriangleAlert } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { bridge } from "@/shared/bridge";
import { tellError } from "@/shared/data";
import { bytesText, coded, errorText, type TextKey, useLanguage, useText } from "@/shared/text";
import { Button, Check, classes, Dialog, DialogBody, DialogFoot, Field, Meter } from "@/shared/ui";
import { move, unite } from "./actions";
import { asked, type Decided } from "./model/decided";
import { type Foretold, foretold, type Line } from "./model/foretold";
import { useLooking } from "./model/store";
import { isSome, totals, united } from "./model/united";
import { TotalChips } from "./Uniting";
import { Windowed } from "./Windowed";

const ROW = 44;
const REASONS: Record<string, TextKey> = {
  not_found: "app.duplicates.refused.not_found",
  changed: "app.duplicates.refused.changed",
  exists: "app.duplicates.refused.exists",
};

/** Where the others of each group would go, before they do; nothing is deleted, and the journal brings them back. */
export function Moving({ groups, onClose }: { groups: readonly Decided[]; onClose: () => void }) {
  const t = useText();
  const language = useLanguage();
  const aside = useLooking((looking) => looking.aside);
  const [folder, setFolder] = useState(aside);
  const [first, setFirst] = useState(true);
  const plan = usePlan(groups, folder.trim());
  const going = useMemo(() => groups.flatMap((group) => group.going), [groups]);
  const gets = useMemo(() => groups.map((group) => united(group)).filter(isSome), [groups]);
  const choose = async () => {
    const chosen = await bridge.shell?.chooseFolder();
    if (chosen) setFolder(chosen);
  };
  const start = async () => {
    onClose();
    if (first && gets.length > 0 && !(await unite(groups.filter((group) => isSome(united(group)))))) return;
    await move(groups, folder.trim());
  };
  const bytes = bytesText(
    going.reduce((sum, one) => sum + one.bytes, 0),
    language,
  );
  return (
    <Dialog open onClose={onClose} title={t("app.duplicates.move_title")} wide>
      <DialogBody>
        <p className="text-muted">{t("app.duplicates.move_about", { count: going.length, bytes })}</p>
        <div className="flex items-end gap-2">
          <Field
            label={t("app.duplicates.move_folder")}
            value={folder}
            onChange={setFolder}
            onEnter={plan.look}
            placeholder="/home/me/Pictures/duplicates"
            autoFocus
          />
          {bridge.shell && <Button onPress={() => void choose()}>{t("app.choose")}</Button>}
          <Button isDisabled={!folder.trim() || plan.looking || going.length === 0} onPress={plan.look}>
            {t("app.duplicates.move_look")}
          </Button>
        </div>
        {gets.length > 0 && (
          <div className="flex flex-col gap-1">
            <Check selected={first} onChange={setFirst}>
              {t("app.duplicates.unite_first")}
            </Check>
            {first && <TotalChips sums={totals(gets)} />}
          </div>
        )}
        {plan.looking && (
          <div role="status" className="flex items-center gap-3">
            <Meter label={t("app.duplicates.move_looking")} share={plan.share} />
            <Button icon={Square} onPress={plan.stop}>
              {t("app.stop")}
            </Button>
          </div>
        )}
        {plan.told && <Planned told={plan.told} />}
      </DialogBody>
      <DialogFoot>
        <Button onPress={onClose}>{t("app.cancel")}</Button>
        <Button look="accent" isDisabled={!plan.told || plan.told.going === 0} onPress={() => void start()}>
          {t("app.duplicates.move_start", { count: plan.told?.going ?? 0 })}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

/** The dry run for a folder; another folder needs another one. */
function usePlan(groups: readonly Decided[], folder: string) {
  const [told, setTold] = useState<{ folder: string; told: Foretold } | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const ending = useRef<AbortController>(null);
  useEffect(() => () => ending.current?.abort(), []);
  const look = async () => {
    if (!folder || ending.current) return;
    const ended = new AbortController();
    ending.current = ended;
    setShare(0);
    const lines: Line[] = [];
    try {
      await bridge.run(
        "duplicates_move",
        { groups: asked(groups), target_root: folder, dry_run: true },
        {
          signal: ended.signal,
          onResult: (line) => lines.push(line),
          onProgress: ({ processed, total }) => setShare(total > 0 ? processed / total : 0),
        },
      );
      setTold({ folder, told: foretold(lines) });
    } catch (error) {
      tellError(error);
    } finally {
      ending.current = null;
      setShare(null);
    }
  };
  return {
    told: told?.folder === folder ? told.told : null,
    looking: share !== null,
    share,
    look: () => void look(),
    stop: () => ending.current?.abort(),
  };
}

function Planned({ told }: { told: Foretold }) {
  const t = useText();
  return (
    <>
      <p>
        {t("app.duplicates.move_going", { count: told.going })}
        {told.there > 0 && ` ${t("app.duplicates.move_there", { count: told.there })}`}
        {told.refused > 0 && (
          <span className="text-danger">{` ${t("app.duplicates.move_refused", { count: told.refused })}`}</span>
        )}
      </p>
      <Windowed label={t("app.duplicates.move_title")} count={told.lines.length} height={ROW}>
        {(place) => {
          const line = told.lines[place];
          return line && <PlannedLine line={line} />;
        }}
      </Windowed>
    </>
  );
}

function PlannedLine({ line: { status, source, target, message, code } }: { line: Line }) {
  const t = useText();
  const bad = status === "ERROR";
  const Icon = bad ? TriangleAlert : MoveRight;
  const key = code ? REASONS[code] : undefined;
  const told = bad
    ? key
      ? t(key)
      : errorText(coded(message, "internal").code)
    : (target ?? t("app.duplicates.there"));
  return (
    <div className="flex h-full min-w-0 flex-col justify-center border-b border-line px-3 text-sm">
      <span className="truncate" title={source}>
        {source}
      </span>
      <span className={classes("flex min-w-0 items-center gap-2", bad ? "text-danger" : "text-muted")} title={told}>
        <Icon size={12} aria-hidden className="shrink-0" />
        <span className="truncate">{status === "SKIP" ? t("app.duplicates.there") : told}</span>
      </span>
    </div>
  );
}
