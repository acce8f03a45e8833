import type { ReactElement } from "react";
import { Tooltip, TooltipTrigger } from "react-aria-components";
import { Keys } from "./Keys";

/** What something is called, with its keys, while the pointer or the focus rests on it. */
export function Tip({ label, keys, children }: { label: string; keys?: string | undefined; children: ReactElement }) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip
        offset={6}
        className="flex items-center gap-2 rounded-md border border-line bg-raised px-2 py-1 text-sm text-ink shadow-lg shadow-black/40"
      >
        {label}
        {keys && <Keys keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
