import type { ChildProcess } from "node:child_process";

/** Sends SIGKILL to a process that leads a group of its own, and to all that it has started in it. */
export function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // It is gone already, or there are no groups here.
  }
  child.kill("SIGKILL");
}
