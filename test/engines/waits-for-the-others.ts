/**
 * Blocks its thread in the first case that calls a step named `audit`, until another thread has run
 * a hundred invocations. Where none does for a minute, it ends its process.
 */
import { appendFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { createTroubledEngine } from "./troubled.ts";

const ENOUGH = 100;
const TICKS = 600;
/** A folder: each thread has a file in it, with a byte for each of its invocations. */
const folder = process.env.WAITS_FOR_THE_OTHERS as string;

export async function createEngine() {
  const engine = await createTroubledEngine(() => {
    if (isFirst()) waitForOthers();
    return undefined;
  });
  return {
    ...engine,
    invoke: (invocation: Parameters<typeof engine.invoke>[0]) => {
      appendFileSync(join(folder, `thread-${threadId}`), ".");
      return engine.invoke(invocation);
    },
  };
}

function isFirst(): boolean {
  try {
    writeFileSync(join(folder, "blocked"), String(threadId), { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

function waitForOthers(): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let tick = 0; tick < TICKS; tick += 1) {
    const others = readdirSync(folder).filter((name) => name.startsWith("thread-"));
    const busy = others.filter((name) => name !== `thread-${threadId}`);
    if (busy.some((name) => statSync(join(folder, name)).size >= ENOUGH)) return;
    Atomics.wait(pause, 0, 0, 100);
  }
  process.exit(3);
}
