/**
 * Ends this process as soon as the one that started it has gone, whatever the engine is doing: a
 * thread of its own does nothing but wait for the end of a pipe on which nothing ever comes.
 */
import { Worker } from "node:worker_threads";

const WAIT = `
  const { Socket } = require("node:net");
  const { workerData: fd } = require("node:worker_threads");
  // Of a process that leads its group: what the engine has started goes with it.
  const end = () => process.kill(-process.pid, "SIGKILL");
  new Socket({ fd, readable: true, writable: false }).on("error", end).on("close", end).resume();
`;

/** Ends this process, and what its engine has started, as the one that started it has gone. */
export function goWithParent(): never {
  process.kill(-process.pid, "SIGKILL");
  throw new Error("SIGKILL has not ended this process");
}

export function watchParent(lifeline: number): void {
  new Worker(WAIT, { eval: true, workerData: lifeline }).unref();
}
