import { createTroubledEngine } from "./troubled.ts";

export const createEngine = () =>
  createTroubledEngine(() => {
    for (;;);
  });
