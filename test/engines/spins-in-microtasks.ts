import { createTroubledEngine } from "./troubled.ts";

export const createEngine = () =>
  createTroubledEngine(async () => {
    for (;;) await undefined;
  });
