/** Takes the timers that the virtual clock does not replace, and so is out of its reach. */
import { setTimeout as realSetTimeout } from "node:timers";
import { createTroubledEngine } from "./troubled.ts";

export const createEngine = () =>
  createTroubledEngine(() => {
    realSetTimeout(() => {
      throw new Error("thrown in a real timer");
    }, 0);
    for (const end = performance.now() + 20; performance.now() < end; );
    return new Promise(() => {});
  });
