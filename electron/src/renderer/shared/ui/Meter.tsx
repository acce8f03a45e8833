import { ProgressBar } from "react-aria-components";
import { classes } from "./classes";

/** How much of something is done, from 0 to 1; null where that is not known. */
export function Meter({ label, share }: { label: string; share: number | null }) {
  return (
    <ProgressBar
      aria-label={label}
      value={(share ?? 0) * 100}
      isIndeterminate={share === null}
      className="h-1 w-full min-w-0 overflow-hidden rounded-full bg-line"
    >
      <div
        className={classes("h-1 rounded-full bg-accent", share === null && "w-1/3 animate-pulse")}
        {...(share === null ? {} : { style: { width: `${share * 100}%` } })}
      />
    </ProgressBar>
  );
}
