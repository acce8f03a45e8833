import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useText } from "@/shared/text";
import { IconButton } from "@/shared/ui";
import { useViewer } from "./model/store";

/** The full-screen frame of the viewer: a title, tools, and whatever is looked at. */
export function Frame({ title, tools, children }: { title: string; tools: ReactNode; children: ReactNode }) {
  const t = useText();
  const close = useViewer((viewer) => viewer.close);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    frame.current?.focus();
    return () => {
      // The frame behind is inert until this one is gone.
      requestAnimationFrame(() => before instanceof HTMLElement && before.focus({ preventScroll: true }));
    };
  }, []);
  return (
    <div
      ref={frame}
      role="dialog"
      aria-modal
      aria-label={title}
      tabIndex={-1}
      className="fixed inset-0 z-40 flex flex-col bg-ground outline-none"
    >
      <header className="flex h-12 items-center gap-2 border-b border-line bg-panel px-3">
        <h2 className="min-w-0 flex-1 truncate">{title}</h2>
        <div role="toolbar" aria-label={t("app.viewer.tools")} className="flex items-center gap-1">
          {tools}
          <IconButton icon={X} label={t("app.close")} action="viewer.close" onPress={close} />
        </div>
      </header>
      {children}
    </div>
  );
}
