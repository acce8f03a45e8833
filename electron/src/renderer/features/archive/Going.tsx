import { Square } from "lucide-react";
import { numberText, useLanguage, useText } from "@/shared/text";
import { Button, Meter } from "@/shared/ui";

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
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3">
      <span className="truncate">{label}</span>
      <div className="min-w-16 flex-1">
        <Meter label={label} share={total > 0 ? Math.min(processed / total, 1) : null} />
      </div>
      <span className="text-sm text-muted tabular-nums">
        {`${numberText(processed, language)} / ${numberText(total, language)}`}
      </span>
      <Button icon={Square} onPress={stop}>
        {t("app.stop")}
      </Button>
    </div>
  );
}
