/** Its damage shows in real time, when other cases run: the case that does it goes on as if nothing were. */
import { setTimeout as realSetTimeout } from "node:timers";
import { createTroubledEngine } from "./troubled.ts";

export const createEngine = () =>
  createTroubledEngine(() => {
    realSetTimeout(() => {
      throw new Error("thrown later");
    }, 150);
    return undefined;
  });
