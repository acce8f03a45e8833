import type { ReactElement } from "react";
import { Tooltip, TooltipTrigger } from "react-aria-components";
import { useKeysOf } from "../actions";
import { Keys } from "./Keys";

interface Props {
  label: string;
  keys?: string | undefined;
  /** The action that it does; its keys are shown as the user has set them. */
  action?: string | undefined;
  children: ReactElement;
}

/** What something is called, with its keys, while the pointer or the focus rests on it. */
export function Tip({ label, keys, action, children }: Props) {
  const own = useKeysOf(action);
  const shown = action === undefined ? keys : own;
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip
        offset={6}
        className="flex items-center gap-2 rounded-md border border-line bg-raised px-2 py-1 text-sm text-ink shadow-lg shadow-black/40"
      >
        {label}
        {shown && <Keys keys={shown} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
