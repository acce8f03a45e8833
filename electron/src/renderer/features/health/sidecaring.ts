import type { OpName } from "@contract";
import type { DoneOf } from "@/shared/bridge";
import { startJob } from "@/shared/jobs";
import { text } from "@/shared/text";

export const PREFERENCES = ["newer", "library", "sidecar"] as const;
export type Preference = (typeof PREFERENCES)[number];

export interface Planned {
  path: string;
  state: string;
  message: string | null;
}

export interface WritePlan {
  done: DoneOf<"sidecar_write">["payload"];
  /** What would be written, file by file; those that stay as they are are left out. */
  files: readonly Planned[];
}

const MARKED: readonly OpName[] = ["sidecar_status", "find", "facets", "tag_list", "tag_cloud", "edit_list", "picture"];

/** Take in what the sidecars of all pictures say. */
export async function readAll(prefer: Preference): Promise<void> {
  await startJob(
    "sidecar_read",
    { query: "", prefer },
    {
      title: text("app.health.sidecar.reading"),
      refreshes: MARKED,
      told: ({ payload: { sidecars, changed, conflicts } }) =>
        conflicts > 0
          ? text("app.health.sidecar.was_read_conflicts", { sidecars, changed, conflicts })
          : text("app.health.sidecar.was_read", { sidecars, changed }),
    },
  );
}

/** What writing every sidecar that is behind would do; nothing is written. */
export async function planWrite(): Promise<WritePlan | null> {
  const files: Planned[] = [];
  const done = await startJob(
    "sidecar_write",
    { dry_run: true },
    {
      title: text("app.health.planning"),
      onResult: ({ target, source, state, message }) => {
        if (state !== "same" && state !== "nothing") files.push({ path: target ?? source, state, message });
      },
    },
  );
  return done && { done: done.payload, files };
}

export async function writeAll(): Promise<void> {
  await startJob(
    "sidecar_write",
    { dry_run: false },
    {
      title: text("app.health.sidecar.writing"),
      refreshes: ["sidecar_status"],
      told: ({ payload }) =>
        text("app.health.sidecar.written", { count: payload.new + payload.changed, failed: payload.failed }),
    },
  );
}
