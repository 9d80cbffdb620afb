/** One operation made plainer: an option dropped, a time shortened, a failure taken away. */
import type { RetryPolicy } from "../../model/retry.ts";
import { failureOf, type Serdes } from "../../model/serdes.ts";
import type { BodyRun, Operation, Step, Wait } from "../../model/workflow.ts";
import { replaced, without } from "./candidate.ts";

const NEVER: RetryPolicy = { policy: "never" };
const PLAIN_RUN: BodyRun = { does: "return", milliseconds: 0 };

/** What everyone understands at once. */
const plainStep = (name: string): Step => ({
  kind: "step",
  name,
  semantics: "AtLeastOncePerRetry",
  retry: NEVER,
  runs: [PLAIN_RUN],
  onError: "throw",
});
const PLAINER_AS_STEP: ReadonlySet<Operation["kind"]> = new Set([
  "wait",
  "invoke",
  "callback",
  "wait-for-callback",
  "wait-for-condition",
]);

/** An operation that is plainer, and in words what it has lost. */
export interface Plainer {
  readonly removed: string;
  readonly operation: Operation;
}

const OPTIONS = [
  "padding",
  "gives",
  "serdes",
  "itemSerdes",
  "attempts",
  "helper",
  "awaited",
  "nesting",
  "completion",
  "maxConcurrency",
  "timeoutSeconds",
  "heartbeatSeconds",
  "beats",
] as const;

export function* plainerOperations(operation: Operation): Generator<Plainer> {
  for (const option of OPTIONS) {
    if (!(option in operation)) continue;
    const { [option]: _, ...plain } = operation as Operation & Record<string, unknown>;
    yield { removed: option, operation: plain as Operation };
  }
  for (const option of ["serdes", "itemSerdes"] as const) {
    const failure = failureOf((operation as { readonly [Key in typeof option]?: Serdes })[option]);
    if (failure === undefined || failure.use === 1) continue;
    const first = `${failure.doing}-fails-once`;
    yield { removed: "uses", operation: { ...operation, [option]: first } as Operation };
  }
  if (operation.kind === "map") {
    yield { removed: "map", operation: { ...operation, kind: "parallel" } };
  }
  if ("onError" in operation && operation.onError === "catch") {
    yield { removed: "catch", operation: { ...operation, onError: "throw" } };
  }
  if ("end" in operation && (operation.end.does !== "succeed" || operation.end.seconds !== 1)) {
    if (operation.end.does !== "succeed") {
      const end = { ...operation.end, does: "succeed" as const };
      yield { removed: "failure", operation: { ...operation, end } };
    }
    if (operation.end.seconds !== 1) {
      yield {
        removed: "delay",
        operation: { ...operation, end: { ...operation.end, seconds: 1 } } as Operation,
      };
    }
  }
  if (PLAINER_AS_STEP.has(operation.kind)) {
    const { name, awaited } = operation as Wait;
    const step = plainStep(name);
    yield { removed: "kind", operation: awaited === undefined ? step : { ...step, awaited } };
  }
  switch (operation.kind) {
    case "wait":
      if (operation.seconds > 1)
        yield { removed: "length", operation: { ...operation, seconds: 1 } };
      return;
    case "work":
      for (const milliseconds of shorterTimes(operation.milliseconds)) {
        yield { removed: "length", operation: { ...operation, milliseconds } };
      }
      return;
    case "wait-for-callback":
      for (const retry of plainerPolicies(operation.retry ?? NEVER)) {
        yield { removed: "retries", operation: { ...operation, retry } };
      }
      break;
    case "wait-for-condition":
      if (operation.polls > 1) {
        yield { removed: "polls", operation: { ...operation, polls: operation.polls - 1 } };
      }
      break;
    case "step":
      if (operation.semantics === "AtMostOncePerRetry") {
        const semantics = "AtLeastOncePerRetry" as const;
        yield { removed: "semantics", operation: { ...operation, semantics } };
      }
      for (const retry of plainerPolicies(operation.retry)) {
        yield { removed: "retries", operation: { ...operation, retry } };
      }
  }
  if (!("runs" in operation)) return;
  for (const runs of plainerRuns(operation)) {
    yield { removed: "runs", operation: { ...operation, runs } };
  }
}

function* shorterTimes(milliseconds: number): Generator<number> {
  for (const shorter of [0, 1, 50, 1_000, 1_500]) if (shorter < milliseconds) yield shorter;
}

function* plainerPolicies(retry: RetryPolicy): Generator<RetryPolicy> {
  if (retry.policy === "never") return;
  yield { policy: "never" };
  if (retry.policy === "default") return;
  yield { policy: "default" };
  if (retry.policy === "exponential" || retry.policy === "linear") {
    const { attempts = 2 } = retry;
    yield { policy: "limited", attempts, delaySeconds: 1 };
    for (const option of Object.keys(retry)) {
      if (option === "policy") continue;
      const { [option]: _, ...plainer } = retry as RetryPolicy & Record<string, unknown>;
      yield plainer as RetryPolicy;
    }
    return;
  }
  if (retry.manner !== undefined) {
    const { manner: _, ...plainer } = retry;
    yield plainer;
  }
  if (retry.attempts > 2) yield { ...retry, attempts: 2 };
  if (retry.attempts > 1) yield { ...retry, attempts: retry.attempts - 1 };
  if (retry.delaySeconds !== 1) yield { ...retry, delaySeconds: 1 };
}

function* plainerRuns({
  runs,
}: {
  readonly runs: readonly BodyRun[];
}): Generator<readonly BodyRun[]> {
  const isPlain = runs.length === 1 && runs[0]?.does === "return" && runs[0].milliseconds === 0;
  if (isPlain) return;
  yield [PLAIN_RUN];
  if (runs.length > 1) for (const index of runs.keys()) yield without(runs, index);
  for (const [index, run] of runs.entries()) {
    for (const milliseconds of shorterTimes(run.milliseconds)) {
      yield replaced(runs, index, { ...run, milliseconds });
    }
    if (run.does === "throw") yield replaced(runs, index, { ...run, does: "return" });
  }
}
