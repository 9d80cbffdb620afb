/**
 * Ends this process as soon as the one that started it has gone, whatever the engine is doing: a
 * thread of its own does nothing but wait for the end of a pipe on which nothing ever comes.
 */
import { Worker } from "node:worker_threads";

const WAIT = `
  const { readSync } = require("node:fs");
  const { workerData } = require("node:worker_threads");
  try { readSync(workerData, Buffer.alloc(1)); } catch {}
  process.kill(process.pid, "SIGKILL");
`;

export function watchParent(lifeline: number): void {
  new Worker(WAIT, { eval: true, workerData: lifeline }).unref();
}
