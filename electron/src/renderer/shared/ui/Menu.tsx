import type { LucideIcon } from "lucide-react";
import { type ReactElement, useRef } from "react";
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

interface Props {
  label: string;
  choices: readonly Choice[];
}

/** A button (`children`) that opens a list of things to do. */
export function Menu({ label, choices, children }: Props & { children: ReactElement }) {
  return (
    <MenuTrigger>
      {children}
      <Popover className={POPOVER}>
        <Choices label={label} choices={choices} />
      </Popover>
    </MenuTrigger>
  );
}

/** A list of things to do at a place of the screen, as a right click opens it; nothing where `at` is null. */
export function MenuAt({ at, onClose, ...list }: Props & { at: { x: number; y: number } | null; onClose: () => void }) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        aria-hidden
        className="pointer-events-none fixed size-px"
        style={{ left: at?.x ?? 0, top: at?.y ?? 0 }}
      />
      <Popover
        triggerRef={anchor}
        isOpen={at !== null}
        onOpenChange={(open) => !open && onClose()}
        placement="bottom start"
        offset={0}
        className={POPOVER}
      >
        <Choices {...list} onClose={onClose} />
      </Popover>
    </>
  );
}

function Choices({ label, choices, onClose }: Props & { onClose?: () => void }) {
  return (
    <List
      aria-label={label}
      onAction={(key) => choices.find((one) => one.id === key)?.run()}
      {...(onClose ? { onClose, autoFocus: "first" as const } : {})}
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
  );
}
