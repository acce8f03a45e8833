import { type ChildProcess, spawn } from "node:child_process";

/** Ask a child that leads a group of its own, and all that it started, to end; `force` does not ask. */
export function endTree(child: ChildProcess, force: boolean): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    // Windows has no way to ask a process without a window: what is asked is the end of its input.
    if (force) spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore", windowsHide: true });
    else child.stdin?.end();
    return;
  }
  try {
    process.kill(-child.pid, force ? "SIGKILL" : "SIGTERM");
  } catch {
    // The group is gone already.
  }
}
