import { LoaderCircle, Unplug } from "lucide-react";
import { useEffect, useRef } from "react";
import { bridge, useBridgeState } from "@/shared/bridge";
import { answers } from "@/shared/data";
import { type TextKey, useText } from "@/shared/text";
import { Button } from "@/shared/ui";

const FAULTS: Record<"version" | "crashes" | "absent", TextKey> = {
  version: "app.state.version",
  crashes: "app.state.crashes",
  absent: "app.state.absent",
};

/** A line that says what is wrong while the back end is not there; what is on the screen stays. */
export function Connection() {
  const t = useText();
  const state = useBridgeState(bridge);
  const away = useRef(false);
  useEffect(() => {
    if (state === "restarting" || state === "offline") away.current = true;
    else if (state === "ready" && away.current) {
      away.current = false;
      void answers.invalidateQueries();
    }
  }, [state]);
  if (state === "ready") return null;
  const told = {
    connecting: t("app.state.connecting"),
    restarting: t("app.state.restarting"),
    offline: t(bridge.fault ? FAULTS[bridge.fault] : "app.state.offline"),
  };
  const Icon = state === "offline" ? Unplug : LoaderCircle;
  return (
    <div role="status" data-state={state} className="flex items-center justify-center gap-2 bg-tint px-3 py-1 text-sm">
      <Icon size={14} aria-hidden className={state === "offline" ? "" : "animate-spin"} />
      <span>{told[state]}</span>
      {state === "offline" && bridge.fault !== "version" && (
        <Button look="quiet" onPress={() => bridge.retry()}>
          {t("app.state.retry")}
        </Button>
      )}
    </div>
  );
}
