import { ArrowLeft, ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { useText } from "@/shared/text";
import { Button } from "@/shared/ui";
import { type Step, useArchive } from "./model/store";

interface Props {
  back?: Step;
  next?: Step;
  /** Why it cannot go on yet. */
  waits?: string | undefined;
  /** What is done here; without it the way on is the main button. */
  children?: ReactNode;
}

/** The lower edge of a step: where it stands, and the ways back and on. */
export function Foot({ back, next, waits, children }: Props) {
  const t = useText();
  const set = useArchive((archive) => archive.set);
  return (
    <footer className="flex min-h-12 flex-wrap items-center gap-2 border-t border-line bg-panel px-4 py-2">
      {back && (
        <Button look="quiet" icon={ArrowLeft} onPress={() => set({ step: back })}>
          {t("app.archive.back")}
        </Button>
      )}
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-end gap-3">
        {waits && <p className="text-muted">{waits}</p>}
        {children}
        {next && (
          <Button
            look={children ? "plain" : "accent"}
            icon={ArrowRight}
            isDisabled={waits !== undefined}
            onPress={() => set({ step: next })}
          >
            {t("app.archive.next")}
          </Button>
        )}
      </div>
    </footer>
  );
}
