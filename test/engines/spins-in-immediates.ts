import { createTroubledEngine } from "./troubled.ts";

export const createEngine = () =>
  createTroubledEngine(async () => {
    for (;;) await new Promise((resolve) => setImmediate(resolve));
  });
