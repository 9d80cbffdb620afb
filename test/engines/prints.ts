import { createTroubledEngine } from "./troubled.ts";

export const createEngine = () =>
  createTroubledEngine(async () => {
    console.log("printed by the engine");
  });
