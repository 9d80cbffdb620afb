/**
 * Wrong below the engine: the service loses, alters or hastens what the engine has entrusted to it.
 * The engine is the right one, and what it promises is broken all the same.
 */
import type { FaultyEngine } from "./faulty.ts";
import { Forgetful, Lagging, Unfenced, withUpdates } from "./wrong-services.ts";

export const SERVICE: readonly FaultyEngine[] = [
  {
    name: "checkpoint-lost-on-crash",
    bug: "acknowledges a checkpoint before it is durable, and loses it when the invocation dies",
    caughtBy: "completed-steps-never-rerun",
    createService: (options) => new Forgetful(options),
  },
  {
    name: "batch-applied-in-part",
    bug: "takes only the first of the updates that are sent in one call",
    caughtBy: "completed-steps-never-rerun",
    createService: withUpdates((updates) => updates.slice(0, 1)),
  },
  {
    name: "stale-token-accepted",
    bug: "takes calls whose token somebody else has used up",
    caughtBy: "used-up-tokens-record-nothing",
    createService: (options) => new Unfenced(options),
  },
  {
    name: "wait-ends-early",
    bug: "fires the timer of a wait a second before its time",
    caughtBy: "waits-neither-early-nor-restarted",
    createService: withUpdates((updates) =>
      updates.map((update) => {
        const { WaitSeconds = 1 } = update.WaitOptions ?? {};
        return update.Type === "WAIT"
          ? { ...update, WaitOptions: { WaitSeconds: WaitSeconds - 1 } }
          : update;
      }),
    ),
  },
  {
    name: "retry-ready-early",
    bug: "fires the timer of a retry a second before its time",
    caughtBy: "retries-not-before-their-delay",
    createService: withUpdates((updates) =>
      updates.map((update) => {
        const { NextAttemptDelaySeconds = 1 } = update.StepOptions ?? {};
        return update.Action === "RETRY"
          ? { ...update, StepOptions: { NextAttemptDelaySeconds: NextAttemptDelaySeconds - 1 } }
          : update;
      }),
    ),
  },
  {
    name: "callback-times-out-early",
    bug: "lets a callback time out a second before its time",
    caughtBy: "timeouts-not-before-their-time",
    createService: withUpdates((updates) =>
      updates.map((update) => {
        const { TimeoutSeconds } = update.CallbackOptions ?? {};
        return TimeoutSeconds === undefined
          ? update
          : {
              ...update,
              CallbackOptions: { ...update.CallbackOptions, TimeoutSeconds: TimeoutSeconds - 1 },
            };
      }),
    ),
  },
  {
    name: "invocation-starts-with-an-old-log",
    bug: "starts an invocation with the log as it was before the last call",
    caughtBy: "completed-steps-never-rerun",
    createService: (options) => new Lagging(options),
  },
];
