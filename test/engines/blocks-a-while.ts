import { createTroubledEngine } from "./troubled.ts";

const MILLISECONDS = 300;

export const createEngine = () =>
  createTroubledEngine(() => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, MILLISECONDS);
    return undefined;
  });
