import { Command } from "cmdk";
import { Clock } from "lucide-react";
import { useState } from "react";
import { useHistory, useSearch } from "@/features/search";
import { type Action, available, GROUPS, keysOf, useRegistry } from "@/shared/actions";
import { useText } from "@/shared/text";
import { Dialog, Keys } from "@/shared/ui";
import { scoreOf } from "./model/score";

const EARLIER = 5;
const ITEM = "flex h-8 cursor-default items-center gap-2 rounded-md px-2 data-[selected=true]:bg-hover";
const HEAD =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-muted";

/** Everything that can be done, and every search, by typing a part of its name. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <Dialog open={open} onClose={onClose} title={t("app.action.palette")} bare>
      <Body onClose={onClose} />
    </Dialog>
  );
}

function Body({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [typed, setTyped] = useState("");
  const sets = useRegistry((registry) => registry.sets);
  const actions = available(sets).filter(({ hidden }) => !hidden);
  const earlier = useHistory((history) => history.queries);
  const search = (query: string) => {
    useHistory.getState().remember(query);
    useSearch.getState().setText(query);
    onClose();
  };
  const start = (action: Action) => {
    onClose();
    // The dialog gives the focus back first, so that an action may place it elsewhere.
    requestAnimationFrame(() => action.run());
  };
  return (
    <Command label={t("app.action.palette")} filter={scoreOf} loop className="flex min-h-0 flex-col">
      <Command.Input
        autoFocus
        value={typed}
        onValueChange={setTyped}
        placeholder={t("app.palette.placeholder")}
        className="h-12 border-b border-line bg-transparent px-4 text-lg outline-none placeholder:text-muted"
      />
      <Command.List className="min-h-0 overflow-auto p-2">
        <Command.Empty className="p-4 text-center text-muted">{t("app.palette.none")}</Command.Empty>
        {typed.trim() !== "" && (
          <Command.Item value={`search ${typed}`} forceMount onSelect={() => search(typed)} className={ITEM}>
            {t("app.palette.search", { query: typed })}
          </Command.Item>
        )}
        {GROUPS.map(({ group, label }) => {
          const members = actions.filter((action) => action.group === group);
          return members.length === 0 ? null : (
            <Command.Group key={group} heading={t(label)} className={HEAD}>
              {members.map((action) => (
                <Command.Item
                  key={action.id}
                  value={action.id}
                  keywords={[t(action.label)]}
                  onSelect={() => start(action)}
                  className={ITEM}
                >
                  {action.icon && <action.icon size={14} aria-hidden className="text-muted" />}
                  {t(action.label)}
                  <KeysOf action={action} />
                </Command.Item>
              ))}
            </Command.Group>
          );
        })}
        {earlier.length > 0 && (
          <Command.Group heading={t("app.search.history")} className={HEAD}>
            {earlier.slice(0, EARLIER).map((query) => (
              <Command.Item
                key={query}
                value={`history ${query}`}
                keywords={[query]}
                onSelect={() => search(query)}
                className={ITEM}
              >
                <Clock size={14} aria-hidden className="text-muted" />
                {query}
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command>
  );
}

function KeysOf({ action }: { action: Action }) {
  const [first] = keysOf(action);
  return first === undefined ? null : <Keys keys={first} />;
}
