import { FolderInput, Hand, Merge } from "lucide-react";
import { useState } from "react";
import { bytesText, noteText, numberText, useLanguage, useText } from "@/shared/text";
import { Busy, Button, Page } from "@/shared/ui";
import { GroupList } from "./GroupList";
import { LookPanel } from "./LookPanel";
import { Moving } from "./Moving";
import { type Decided, decide, NO_HAND } from "./model/decided";
import { ready } from "./model/rules";
import { useHand, useLooking, wantedOf } from "./model/store";
import type { Group } from "./model/types";
import { Empty, Failed, Searching, Stopped } from "./States";
import { Uniting } from "./Uniting";
import { type Groups, useGroups } from "./useGroups";
import { useScopeQuery, useSettled } from "./useScope";

/** What a dialog is about: to unite, or to move, and of which groups. */
type Asked = { what: "unite" | "move"; groups: readonly Decided[] };

/** Pictures that are there more than once: in groups, with the one to keep, and what can be done with the others. */
export function Duplicates() {
  const t = useText();
  const looking = useLooking();
  const hand = useHand((store) => store.hand);
  const settled = useSettled(wantedOf(looking, ""));
  const rules = useSettled(looking.rules);
  const query = useScopeQuery(looking);
  const wanted = query === null ? null : { ...settled, query, keep: ready(rules) };
  const groups = useGroups(wanted);
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = (what: Asked["what"], some: readonly Group[]) =>
    setAsked({ what, groups: some.flatMap((group) => decide(group, hand) ?? []) });
  const close = () => setAsked(null);
  return (
    <Page title={t("app.go.duplicates")} about={useSummary(groups)} tools={<Tools groups={groups} ask={ask} />} fills>
      <LookPanel apart={groups.first?.apart ?? 0} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {groups.first && groups.first.notes.length > 0 && (
          <p className="border-b border-line px-4 py-1 text-sm text-muted">
            {groups.first.notes.map(noteText).join(" ")}
          </p>
        )}
        <div className="min-h-0 flex-1">
          {groups.error ? (
            <Failed error={groups.error} again={groups.again} />
          ) : groups.stopped ? (
            <Stopped again={groups.again} />
          ) : groups.pending ? (
            <Searching stop={groups.stop} />
          ) : groups.total === 0 ? (
            <Empty />
          ) : (
            <GroupList key={JSON.stringify(wanted)} groups={groups} ask={ask} />
          )}
        </div>
        {groups.total > 0 && (
          <p className="border-t border-line px-4 py-1 text-sm text-muted">{t("app.duplicates.keys")}</p>
        )}
      </div>
      {asked?.what === "unite" && <Uniting groups={asked.groups} onClose={close} />}
      {asked?.what === "move" && <Moving groups={asked.groups} onClose={close} />}
    </Page>
  );
}

function useSummary({ first, pending }: Groups): string {
  const t = useText();
  const language = useLanguage();
  if (pending || !first || first.total === 0) return t("app.duplicates.about");
  return t("app.duplicates.summary", {
    count: first.total,
    pictures: numberText(first.pictures, language),
    bytes: bytesText(first.spare, language),
  });
}

interface ToolsProps {
  groups: Groups;
  ask: (what: Asked["what"], some: readonly Group[]) => void;
}

/** What can be done with all groups; each shows its plan before anything happens. */
function Tools({ groups, ask }: ToolsProps) {
  const t = useText();
  const { hand, set } = useHand();
  const [preparing, setPreparing] = useState(false);
  const changed = hand.picks.size + hand.stays.size;
  const open = async (what: Asked["what"]) => {
    setPreparing(true);
    const every = await groups.all();
    setPreparing(false);
    if (every) ask(what, every);
  };
  const idle = groups.total === 0 || groups.pending || preparing;
  return (
    <>
      {preparing && <Busy label={t("app.loading")} />}
      {changed > 0 && (
        <Button look="quiet" icon={Hand} onPress={() => set(NO_HAND)}>
          {t("app.duplicates.hand.forget", { count: changed })}
        </Button>
      )}
      <Button icon={Merge} isDisabled={idle} onPress={() => void open("unite")}>
        {t("app.duplicates.unite")}
      </Button>
      <Button look="accent" icon={FolderInput} isDisabled={idle} onPress={() => void open("move")}>
        {t("app.duplicates.move")}
      </Button>
    </>
  );
}
