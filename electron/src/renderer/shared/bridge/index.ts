import { useSyncExternalStore } from "react";
import type { Exposed } from "../../../preload";
import type { Bridge, BridgeState } from "./bridge";
import { ShellBridge } from "./shell";
import { SocketBridge } from "./socket";

export type { DoneOf, PayloadOf, Progress, ResultOf, RunOptions } from "../../../protocol";
export { CancelledError, OperationError } from "../../../protocol";
export type * from "./bridge";

declare global {
  interface Window {
    /** What the preload script of the desktop shell exposes; absent in a browser. */
    imageparser?: Exposed;
  }
}

function overSocket(): Bridge {
  return new SocketBridge({
    origin: window.location.origin,
    open: (address, events) => {
      const socket = new WebSocket(address);
      socket.onopen = () => events.opened();
      socket.onclose = () => events.closed();
      socket.onmessage = (event) => events.message(String(event.data));
      return socket;
    },
    fetch: (...request) => fetch(...request),
  });
}

/** The bridge of this page. */
export const bridge: Bridge = window.imageparser ? new ShellBridge(window.imageparser) : overSocket();

/** The state of the back end, for components. */
export function useBridgeState(of: Bridge): BridgeState {
  return useSyncExternalStore(
    (listener) => of.subscribe(listener),
    () => of.state,
  );
}
