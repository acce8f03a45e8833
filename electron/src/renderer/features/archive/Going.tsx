import { Square } from "lucide-react";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button } from "@/shared/ui";

interface Props {
  label: string;
  processed: number;
  total: number;
  stop: () => void;
}

/** Something that takes a while: how far it is, and a way to stop it. */
export function Going({ label, processed, total, stop }: Props) {
  const t = useText();
  const language = useLanguage();
  const share = total > 0 ? Math.min(processed / total, 1) : 0;
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3">
      <span className="truncate">{label}</span>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        className="h-1 min-w-16 flex-1 rounded-full bg-line"
      >
        <div className="h-1 rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
      </div>
      <span className="text-sm text-muted tabular-nums">
        {`${numberText(processed, language)} / ${numberText(total, language)}`}
      </span>
      <Button icon={Square} onPress={stop}>
        {t("app.archive.stop")}
      </Button>
    </div>
  );
}
