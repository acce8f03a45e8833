import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Heading, Modal, ModalOverlay, Dialog as Primitive } from "react-aria-components";
import { text } from "../text";
import { IconButton } from "./Button";
import { classes } from "./classes";

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  wide?: boolean;
  /** The title is read out only. */
  bare?: boolean;
}

/** A question or a tool above everything else; Escape and a click beside it close it. */
export function Dialog({ open, onClose, title, children, wide, bare }: Props) {
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(next) => !next && onClose()}
      isDismissable
      className="fixed inset-0 z-50 flex items-start justify-center bg-shade pt-[12vh] transition-opacity duration-100 data-[entering]:opacity-0"
      data-modal
    >
      <Modal
        className={classes(
          "max-h-[76vh] w-full overflow-hidden rounded-lg border border-line bg-panel shadow-2xl",
          wide ? "max-w-3xl" : "max-w-lg",
        )}
      >
        <Primitive {...(bare ? { "aria-label": title } : {})} className="flex max-h-[76vh] flex-col outline-none">
          {!bare && (
            <header className="flex items-center justify-between border-b border-line py-2 pr-2 pl-4">
              <Heading slot="title" className="text-lg font-medium">
                {title}
              </Heading>
              <IconButton icon={X} label={text("app.close")} onPress={onClose} />
            </header>
          )}
          {children}
        </Primitive>
      </Modal>
    </ModalOverlay>
  );
}

/** The body of a dialog; one of text only gets a label, and can be scrolled by keys. */
export function DialogBody({ children, label }: { children: ReactNode; label?: string }) {
  const read = label ? { role: "region", "aria-label": label, tabIndex: 0 } : {};
  return (
    <div {...read} className="flex flex-col gap-4 overflow-auto p-4">
      {children}
    </div>
  );
}

/** The buttons of a dialog, the one that goes on last. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return <footer className="flex justify-end gap-2 border-t border-line p-3">{children}</footer>;
}
