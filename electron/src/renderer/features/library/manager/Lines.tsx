import { nameOf, type TextKey, useText } from "@/shared/text";
import { classes, Rows } from "@/shared/ui";
import type { Line } from "../model/files";

// States of written files; those of files that were read are statuses of jobs.
const STATES: Record<string, TextKey> = {
  new: "app.tag_files.state_new",
  replaced: "app.tag_files.state_replaced",
  same: "app.tag_files.state_same",
  exists: "app.tag_files.state_exists",
  failed: "app.tag_files.state_failed",
  OK: "app.tag_files.state_read",
  SKIP: "app.tag_files.state_same",
  ERROR: "app.tag_files.state_failed",
};
const BAD = new Set(["failed", "ERROR"]);

/** A plan, one line for each picture. */
export function Lines({ lines }: { lines: readonly Line[] }) {
  const t = useText();
  if (lines.length === 0) return null;
  return (
    <div className="rounded-md border border-line">
      <Rows
        label={t("app.tag_files.plan")}
        count={lines.length}
        keyOf={(at) => `${at} ${lines[at]?.picture}`}
        row={(at) => {
          const line = lines[at];
          if (!line) return null;
          const state = STATES[line.state];
          return (
            <div data-plan-line className="flex h-8 items-center gap-3 px-2">
              <span className="w-40 shrink-0 truncate" title={line.picture}>
                {nameOf(line.picture)}
              </span>
              <span
                className={classes(
                  "w-28 shrink-0 truncate text-sm",
                  BAD.has(line.state) ? "text-danger" : "text-muted",
                )}
              >
                {state ? t(state) : line.state}
              </span>
              <span className="min-w-0 flex-1 truncate text-sm" title={line.words}>
                {line.words}
              </span>
            </div>
          );
        }}
      />
    </div>
  );
}
