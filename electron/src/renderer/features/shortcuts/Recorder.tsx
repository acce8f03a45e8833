import { Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { isModifier, MAC, strokeOf } from "@/shared/actions";
import { useText } from "@/shared/text";
import { Button, IconButton } from "@/shared/ui";

/** Takes the next keys that are pressed; Escape alone ends it. While it listens nothing else hears the keyboard. */
export function Recorder({ label, onKeys }: { label: string; onKeys: (keys: string) => void }) {
  const t = useText();
  const [listening, setListening] = useState(false);
  useEffect(() => {
    if (!listening) return;
    const hear = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.repeat || isModifier(event)) return;
      setListening(false);
      const keys = strokeOf(event, MAC);
      if (keys !== "escape") onKeys(keys);
    };
    window.addEventListener("keydown", hear, true);
    return () => window.removeEventListener("keydown", hear, true);
  }, [listening, onKeys]);
  if (!listening) return <IconButton icon={Plus} label={label} onPress={() => setListening(true)} />;
  return (
    <span role="status" className="flex items-center gap-2">
      <span className="rounded-md border border-accent bg-tint px-2 py-1 text-sm">{t("app.shortcuts.press")}</span>
      <Button look="quiet" onPress={() => setListening(false)}>
        {t("app.cancel")}
      </Button>
    </span>
  );
}
