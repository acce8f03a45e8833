import type { LucideIcon } from "lucide-react";
import type { ReactElement } from "react";
import { Menu as List, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { classes, ITEM, POPOVER } from "./classes";
import { Keys } from "./Keys";

export interface Choice {
  id: string;
  label: string;
  icon?: LucideIcon | undefined;
  keys?: string | undefined;
  danger?: boolean;
  run: () => void;
}

/** A button (`children`) that opens a list of things to do. */
export function Menu({
  label,
  choices,
  children,
}: {
  label: string;
  choices: readonly Choice[];
  children: ReactElement;
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover className={POPOVER}>
        <List
          aria-label={label}
          onAction={(key) => choices.find((one) => one.id === key)?.run()}
          className="max-h-96 min-w-44 overflow-auto outline-none"
        >
          {choices.map(({ id, label: words, icon: Icon, keys, danger }) => (
            <MenuItem key={id} id={id} textValue={words} className={classes(ITEM, danger && "text-danger")}>
              {Icon && <Icon size={14} aria-hidden className="text-muted" />}
              {words}
              {keys && <Keys keys={keys} />}
            </MenuItem>
          ))}
        </List>
      </Popover>
    </MenuTrigger>
  );
}
