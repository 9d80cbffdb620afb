/** Workflows of a few steps and waits, with the combinations favoured in which engines go wrong. */
import fc from "fast-check";
import type { Limits } from "../../model/case.ts";
import type { BodyRun, Operation, RetryPolicy, Workflow } from "../../model/workflow.ts";

const STEP_NAMES = ["reserve", "charge", "ship", "notify", "audit", "refund"];
const WAIT_NAMES = ["settle", "cool", "pause", "rest", "hold", "delay"];

export function workflowArbitrary(limits: Limits, maximumOperations = 5): fc.Arbitrary<Workflow> {
  const operation = fc.oneof(
    { weight: 4, arbitrary: stepArbitrary(limits) },
    { weight: 1, arbitrary: waitArbitrary(limits) },
  );
  return fc
    .array(operation, { minLength: 1, maxLength: maximumOperations })
    .map((operations) => ({ operations: operations.map(withName) }));
}

type Unnamed = Operation extends infer Each
  ? Each extends Operation
    ? Omit<Each, "name">
    : never
  : never;

function withName(operation: Unnamed, index: number): Operation {
  const names = operation.kind === "step" ? STEP_NAMES : WAIT_NAMES;
  return { ...operation, name: names[index] ?? `${operation.kind}-${index}` } as Operation;
}

function stepArbitrary(limits: Limits): fc.Arbitrary<Unnamed> {
  return fc.record({
    kind: fc.constant("step" as const),
    semantics: fc.constantFrom("AtLeastOncePerRetry" as const, "AtMostOncePerRetry" as const),
    retry: retryArbitrary,
    runs: fc.array(bodyRunArbitrary(limits), { minLength: 1, maxLength: 3 }),
    onError: fc.constantFrom("throw" as const, "catch" as const),
  });
}

function waitArbitrary({ executionSeconds }: Limits): fc.Arbitrary<Unnamed> {
  const seconds = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 20 }) },
    { weight: 1, arbitrary: fc.constant(executionSeconds + 1) },
  );
  return fc.record({ kind: fc.constant("wait" as const), seconds });
}

const retryArbitrary: fc.Arbitrary<RetryPolicy> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ policy: "default" as const }) },
  { weight: 2, arbitrary: fc.constant({ policy: "never" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      policy: fc.constant("limited" as const),
      attempts: fc.integer({ min: 1, max: 4 }),
      delaySeconds: fc.integer({ min: 1, max: 10 }),
    }),
  },
);

/** Mostly instant; sometimes some time; now and then longer than an invocation may last. */
function bodyRunArbitrary({ invocationSeconds }: Limits): fc.Arbitrary<BodyRun> {
  return fc.record({
    does: fc.oneof(
      { weight: 3, arbitrary: fc.constant("return" as const) },
      { weight: 2, arbitrary: fc.constant("throw" as const) },
    ),
    milliseconds: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 2_000 }) },
      { weight: 1, arbitrary: fc.constant(invocationSeconds * 1_000 + 500) },
    ),
  });
}
