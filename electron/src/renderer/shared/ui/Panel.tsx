import type { ReactElement, ReactNode } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { classes, POPOVER } from "./classes";

/** A button (`children`) that opens a small panel of controls beside it. */
export function Panel({
  label,
  body,
  children,
}: {
  label: string;
  body: (close: () => void) => ReactNode;
  children: ReactElement;
}) {
  return (
    <DialogTrigger>
      {children}
      <Popover className={classes(POPOVER, "w-72")}>
        <Dialog aria-label={label} className="flex flex-col gap-3 p-2 outline-none">
          {({ close }) => body(close)}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
