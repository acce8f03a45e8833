import { useEffect } from "react";
import { useGuide } from "@/features/firstrun";
import { useAsk } from "@/shared/data";
import { useSettings } from "@/shared/settings";

/** Open the guide by itself where the library has no folder and nobody left the guide before; tells whether it is open. */
export function useFirstRun(): boolean {
  const { open, start } = useGuide();
  const guided = useSettings((settings) => settings.guided);
  const { data } = useAsk("roots", {}, { enabled: open === null && !guided });
  const empty = data?.roots.length === 0;
  useEffect(() => {
    if (open === null && !guided && empty) start();
  }, [open, guided, empty, start]);
  return open === true;
}
