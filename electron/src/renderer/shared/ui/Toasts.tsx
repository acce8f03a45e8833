import { X } from "lucide-react";
import {
  Button as Press,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";
import { type Failure, useText } from "../text";
import { classes } from "./classes";
import { FailureNote } from "./FailureNote";

export interface Note {
  message: string;
  bad?: boolean;
  /** What failed, for the next step and the details below the message. */
  failure?: Failure;
  /** One thing that can be done about it, such as taking it back. */
  action?: { label: string; run: () => void };
}

const queue = new ToastQueue<Note>({ maxVisibleToasts: 3 });
const SECONDS = 6;

/** Tell the user what happened. */
export function tell(note: Note): void {
  queue.add(note, { timeout: SECONDS * 1000 });
}

/** The place where it is told; once, by the shell. */
export function Toasts() {
  const t = useText();
  return (
    <ToastRegion
      queue={queue}
      aria-label={t("app.toasts")}
      className="fixed right-4 bottom-16 z-60 flex flex-col-reverse gap-2 outline-none"
    >
      {({ toast }) => (
        <Toast
          toast={toast}
          className="flex max-w-md min-w-64 items-center gap-3 rounded-lg border border-line bg-raised py-2 pr-2 pl-4 shadow-xl shadow-black/40 outline-none data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent"
        >
          <ToastContent className={classes("min-w-0 flex-1", toast.content.bad && "text-danger")}>
            <Text slot="title">{toast.content.message}</Text>
            {toast.content.failure && <FailureNote failure={toast.content.failure} titled />}
          </ToastContent>
          {toast.content.action && (
            <Press
              onPress={() => {
                toast.content.action?.run();
                queue.close(toast.key);
              }}
              className="rounded-md px-2 py-1 font-medium text-accent outline-none data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent data-[hovered]:bg-hover"
            >
              {toast.content.action.label}
            </Press>
          )}
          <Press
            slot="close"
            aria-label={t("app.close")}
            className="grid size-6 place-items-center rounded-md text-muted outline-none data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent data-[hovered]:bg-hover"
          >
            <X size={14} aria-hidden />
          </Press>
        </Toast>
      )}
    </ToastRegion>
  );
}
