/** Goes wrong the first time and then no more, as an engine does that is not deterministic. */
import { createTroubledEngine } from "./troubled.ts";

let calls = 0;

export const createEngine = () =>
  createTroubledEngine(() => {
    calls += 1;
    return calls === 1 ? new Promise(() => {}) : undefined;
  });
