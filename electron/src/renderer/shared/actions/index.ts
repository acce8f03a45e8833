import { useEffect } from "react";
import { type Action, press, useRegistry } from "./registry";

export { MAC, shown } from "./keys";
export { type Action, available, type Group, runAction, useRegistry } from "./registry";

/** Offer actions while the component is on the screen; `actions` must be stable (useMemo). */
export function useActions(actions: readonly Action[]): void {
  const add = useRegistry((registry) => registry.add);
  useEffect(() => add(actions), [add, actions]);
}

/** Listen to the keyboard for all actions; once, by the shell. */
export function useShortcuts(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && press(event)) event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
