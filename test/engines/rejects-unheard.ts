import { createTroubledEngine } from "./troubled.ts";

export const createEngine = () =>
  createTroubledEngine(() => {
    void Promise.reject(new Error("rejected unheard"));
    return new Promise(() => {});
  });
