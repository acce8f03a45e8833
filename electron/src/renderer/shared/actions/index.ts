import { useEffect } from "react";
import { useSettings } from "../settings";
import { type Action, press, useRegistry } from "./registry";

export { GROUPS } from "./groups";
export { isModifier, MAC, type Stroke, shown, strokeOf } from "./keys";
export { type Action, available, type Group, keysOf, runAction, useRegistry } from "./registry";

/** The first keys of an action that is on the screen, for what shows them. */
export function useKeysOf(id: string | undefined): string | undefined {
  const given = useSettings(({ keys }) => (id === undefined ? undefined : keys[id]));
  const action = useRegistry(({ sets }) =>
    id === undefined ? undefined : sets.flat().findLast((one) => one.id === id),
  );
  return given ? given[0] : action?.keys?.[0];
}

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
