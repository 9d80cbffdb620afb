import { createTroubledEngine } from "./troubled.ts";

export const createEngine = () =>
  createTroubledEngine(() => {
    setTimeout(() => {
      throw new Error("thrown in a timer");
    }, 5);
    return new Promise(() => {});
  });
