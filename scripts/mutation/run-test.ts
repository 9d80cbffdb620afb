/** Runs one test once, and says why it failed, if it did. */
import { performance } from "node:perf_hooks";
import type { CollectedTest } from "./test-api.ts";

// As they are before a test puts others in their place.
const { setInterval, clearInterval } = globalThis;

/**
 * When a test comes to no end: it has kept the processor busy for so long, or it has been waiting
 * for so long with nothing to do. On a busy machine neither runs as fast as the clock on the wall.
 */
const BUSY_MILLISECONDS = 8_000;
const IDLE_MILLISECONDS = 4_000;

/** When the test that runs was begun. */
let spent = timesSpent();

/** Whether the test that runs has kept the processor busy for longer than a test may. */
export function isBusyTooLong(): boolean {
  return timesSpent().busy - spent.busy > BUSY_MILLISECONDS;
}

/** Errors that nobody caught, with no test to tell them; a run of an engine listens itself. */
const uncaught: unknown[] = [];
process.on("unhandledRejection", (error) => {
  if (process.listenerCount("unhandledRejection") === 1) uncaught.push(error);
});
process.on("uncaughtException", (error) => uncaught.push(error));

/**
 * `undefined` if it passed. A loop that never ends may never let a timer fire: `giveUp` is told
 * how to end the waiting from inside the loop.
 */
export async function failureOf(
  test: CollectedTest,
  giveUp: (end: () => void) => void = () => {},
): Promise<string | undefined> {
  uncaught.length = 0;
  try {
    await withinTime(test.run, giveUp);
  } catch (error) {
    return messageOf(error);
  } finally {
    for (const act of test.after) await act();
  }
  return uncaught.length === 0 ? undefined : `not caught: ${messageOf(uncaught[0])}`;
}

async function withinTime(run: () => unknown, giveUp: (end: () => void) => void): Promise<void> {
  let watch: NodeJS.Timeout | undefined;
  const endless = new Promise<never>((_, reject) => {
    const end = () => reject(new Error("it comes to no end"));
    spent = timesSpent();
    watch = setInterval(() => {
      if (isBusyTooLong() || timesSpent().idle - spent.idle > IDLE_MILLISECONDS) end();
    }, 500);
    giveUp(end);
  });
  try {
    await Promise.race([run(), endless]);
  } finally {
    clearInterval(watch);
  }
}

/** In milliseconds since the process has started. */
function timesSpent(): { readonly busy: number; readonly idle: number } {
  const { user, system } = process.cpuUsage();
  return { busy: (user + system) / 1_000, idle: performance.eventLoopUtilization().idle };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
