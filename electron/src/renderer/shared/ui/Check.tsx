import { Check as Mark } from "lucide-react";
import type { ReactNode } from "react";
import { Checkbox } from "react-aria-components";

interface Props {
  selected: boolean;
  onChange: (selected: boolean) => void;
  children: ReactNode;
}

/** A box to tick, with its words. */
export function Check({ selected, onChange, children }: Props) {
  return (
    <Checkbox
      isSelected={selected}
      onChange={onChange}
      className="group relative flex min-h-6 cursor-default items-center gap-2 rounded-md px-1 text-base outline-none data-[hovered]:bg-hover data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent"
    >
      <span className="grid size-4 shrink-0 place-items-center rounded-sm border border-edge group-data-[selected]:border-accent group-data-[selected]:bg-accent">
        {selected && <Mark size={12} strokeWidth={3} aria-hidden className="text-on-accent" />}
      </span>
      <span className="flex min-w-0 flex-1 items-center gap-2">{children}</span>
    </Checkbox>
  );
}
