import { ChevronDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import { classes } from "./classes";

/** A part of a side bar that can be folded. */
export function Section({ title, children, folded = false }: { title: string; children: ReactNode; folded?: boolean }) {
  const [open, setOpen] = useState(!folded);
  return (
    <Disclosure isExpanded={open} onExpandedChange={setOpen} className="border-b border-line">
      <Heading level={3}>
        <Button
          slot="trigger"
          className="flex h-9 w-full cursor-default items-center justify-between px-3 text-sm text-muted outline-none data-[focus-visible]:outline-2 data-[focus-visible]:-outline-offset-2 data-[focus-visible]:outline-accent data-[hovered]:text-ink"
        >
          {title}
          <ChevronDown
            size={14}
            aria-hidden
            className={classes("transition-transform duration-100", !open && "-rotate-90")}
          />
        </Button>
      </Heading>
      <DisclosurePanel>
        <div className="flex flex-col gap-2 px-3 pb-3">{children}</div>
      </DisclosurePanel>
    </Disclosure>
  );
}
