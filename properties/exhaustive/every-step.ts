/**
 * Every step that differs from the others in what can become of it. Names, results and the length
 * of delays mean nothing to an engine, so each has one value; a value that could not show in any
 * run, however often it is interrupted, is left out.
 */
import type { RetryPolicy } from "../../model/retry.ts";
import { bodyRun } from "../../model/values.ts";
import type { BodyRun, Semantics, Step } from "../../model/workflow.ts";

export type Unnamed<Operation> = Omit<Operation, "name">;

const SEMANTICS: readonly Semantics[] = ["AtLeastOncePerRetry", "AtMostOncePerRetry"];
const ON_ERROR: readonly Step["onError"][] = ["throw", "catch"];
const RETURNS: BodyRun = { does: "return", milliseconds: 0 };
const THROWS: BodyRun = { does: "throw", milliseconds: 0 };
/** What runs can do, in turn; the last repeats. */
const RUNS = [[RETURNS], [THROWS], [THROWS, RETURNS], [RETURNS, THROWS]] as const;
const NEVER: RetryPolicy = { policy: "never" };
const ONCE_MORE: RetryPolicy = { policy: "limited", attempts: 2, delaySeconds: 1 };
/** The engine's own strategy allows more attempts, which is more of the same. */
const DEFAULT: RetryPolicy = { policy: "default" };

/** All combinations of the values above. */
export function everyCombination(): readonly Unnamed<Step>[] {
  return SEMANTICS.flatMap((semantics) =>
    [NEVER, ONCE_MORE].flatMap((retry) =>
      RUNS.flatMap((runs) =>
        ON_ERROR.map((onError) => ({ kind: "step" as const, semantics, retry, runs, onError })),
      ),
    ),
  );
}

/** Those that differ, the simplest first. */
export function everyStep(): readonly Unnamed<Step>[] {
  const byDefault = SEMANTICS.map((semantics) => {
    const runs = [THROWS, RETURNS];
    return { kind: "step", semantics, retry: DEFAULT, runs, onError: "throw" } as const;
  });
  return [...everyCombination().filter(isItself), ...byDefault];
}

/** Whether nothing could be left out of a step without making it another one. */
function isItself(step: Unnamed<Step>): boolean {
  const { semantics, retry, runs, onError } = step;
  const throws = runs.some(({ does }) => does === "throw");
  const once = semantics === "AtMostOncePerRetry";
  // At most once, no attempt has a second run.
  if (once && runs.length > attemptsOf(retry)) return false;
  // Without a failure no strategy is asked; at most once, an interruption is one.
  if (!once && !throws && retry !== NEVER) return false;
  return onError === "throw" || canFail(step);
}

function attemptsOf(retry: RetryPolicy): number {
  return retry === NEVER ? 1 : 2;
}

/** Whether the handler can see an error: the last attempt throws, or is interrupted at most once. */
function canFail(step: Unnamed<Step>): boolean {
  if (step.semantics === "AtMostOncePerRetry") return true;
  // Each attempt takes the next run, or a later one where runs were interrupted.
  return failsFrom(step, 1, 1);
}

const MANY_RUNS = 4;

function failsFrom(step: Unnamed<Step>, attempt: number, firstRun: number): boolean {
  for (let run = firstRun; run <= MANY_RUNS; run += 1) {
    if (bodyRun(step, run).does === "return") continue;
    if (attempt === attemptsOf(step.retry) || failsFrom(step, attempt + 1, run + 1)) return true;
  }
  return false;
}
