/** Wrong about steps: when a body runs, which attempt it is, and who decides what comes next. */
import { RULES } from "../embedded/rules.ts";
import {
  type FaultyEngine,
  lazily,
  withRequests,
  withRules,
  withSteps,
  withStrategies,
} from "./faulty.ts";

const isInterruption = ({ name }: Error) => name === "StepInterruptedError";

export const STEPS: readonly FaultyEngine[] = [
  {
    name: "start-not-awaited",
    bug: "runs the body of an at-most-once step before START is in the log",
    caughtBy: "start-recorded-before-body",
    invoke: withRules({ isWriteAhead: () => false }),
  },
  {
    name: "at-most-once-runs-again",
    bug: "runs the body of an interrupted at-most-once step again, as the same attempt",
    caughtBy: "at-most-once-per-attempt",
    invoke: withRules({
      nextMove: (status, semantics) =>
        status === "STARTED" ? "run" : RULES.nextMove(status, semantics),
    }),
  },
  {
    name: "interruption-is-always-retried",
    bug: "starts an interrupted at-most-once step anew although its strategy allows one attempt",
    caughtBy: "once-without-retry",
    invoke: withStrategies((right, error, attempt) =>
      isInterruption(error) ? { kind: "retry", delaySeconds: 1 } : right(error, attempt),
    ),
  },
  {
    name: "interruption-not-put-to-the-strategy",
    bug: "fails an interrupted at-most-once step without asking its strategy",
    caughtBy: "retries-follow-the-strategy",
    invoke: withStrategies((right, error, attempt) =>
      isInterruption(error) ? { kind: "stop" } : right(error, attempt),
    ),
  },
  {
    name: "interruption-counts-as-failure",
    bug: "asks the strategy about the interruption of an at-least-once step",
    caughtBy: "strategy-asked-with-cause",
    invoke: withRules({
      nextMove: (status, semantics) =>
        status === "STARTED" ? "ask-about-interruption" : RULES.nextMove(status, semantics),
    }),
  },
  {
    name: "interruption-reaches-handler-bare",
    bug: "gives the handler an error of its own instead of the StepError of an interruption",
    caughtBy: "interruption-reaches-handler",
    invoke: withSteps((right, ...call) => {
      const given = right.step(...call);
      return lazily(async () => {
        try {
          return await given;
        } catch (error) {
          const { cause } = error as Error;
          throw cause instanceof Error && isInterruption(cause) ? new Error(cause.message) : error;
        }
      });
    }),
  },
  {
    name: "attempt-rises-on-replay",
    bug: "counts an interrupted attempt, and calls the same attempt by a higher number",
    caughtBy: "attempts-rise-with-retries",
    invoke: withRules({
      attemptOf: (entry) => RULES.attemptOf(entry) + (entry?.Status === "STARTED" ? 1 : 0),
    }),
  },
  {
    name: "attempt-never-rises",
    bug: "calls every attempt the first",
    caughtBy: "attempts-rise-with-retries",
    invoke: withRules({ attemptOf: () => 1 }),
  },
  {
    name: "first-attempt-counted-twice",
    bug: "calls the attempt after the first retry the third",
    caughtBy: "attempts-rise-with-retries",
    invoke: withRules({
      attemptOf: (entry) => {
        const attempt = RULES.attemptOf(entry);
        return attempt === 1 ? 1 : attempt + 1;
      },
    }),
  },
  {
    name: "retry-runs-too-early",
    bug: "starts the next attempt without waiting for its delay",
    caughtBy: "retries-not-before-their-delay",
    invoke: withRules({
      nextMove: (status, semantics) =>
        status === "PENDING" ? "run" : RULES.nextMove(status, semantics),
    }),
  },
  {
    name: "delay-ignored",
    bug: "records a delay of one second, whatever the strategy says",
    caughtBy: "retries-follow-the-strategy",
    invoke: withRequests((updates) =>
      updates.map((update) =>
        update.Action === "RETRY"
          ? { ...update, StepOptions: { NextAttemptDelaySeconds: 1 } }
          : update,
      ),
    ),
  },
  {
    name: "body-started-twice",
    bug: "starts a body a second time while it runs",
    caughtBy: "one-body-at-a-time",
    invoke: withSteps((right, name, body, options) =>
      right.step(name, (attempt) => Promise.race([body(attempt), body(attempt)]), options),
    ),
  },
  {
    name: "result-given-before-it-is-recorded",
    bug: "gives the handler what a body has returned before that is in the log",
    caughtBy: "awaits-give-what-was-recorded",
    invoke: withSteps((right, name, body, options) => {
      let returned: (value: unknown) => void = () => {};
      const early = new Promise((resolve) => {
        returned = resolve;
      });
      const recorded = right.step(
        name,
        async (attempt) => {
          const value = await body(attempt);
          returned(value);
          return value;
        },
        options,
      );
      return lazily(() => Promise.race([early, recorded]));
    }),
  },
];
