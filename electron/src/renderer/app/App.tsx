import { useEffect, useState } from "react";
import { bridge, useBridgeState } from "@/shared/bridge";

/** The first screen: what the library holds, told by the back end. */
export function App() {
  const state = useBridgeState(bridge);
  const [total, setTotal] = useState<number | null>(null);

  useEffect(() => {
    if (state !== "ready") return;
    const ending = new AbortController();
    bridge
      .run("find", { query: "", limit: 1 }, { signal: ending.signal })
      .then((done) => setTotal(done.payload.total))
      .catch(() => setTotal(null));
    return () => ending.abort();
  }, [state]);

  return (
    <main className="grid min-h-screen place-items-center bg-neutral-950 text-neutral-100">
      <h1 className="text-xl">
        ImageParser <output data-state={state}>{total ?? ""}</output>
      </h1>
    </main>
  );
}
