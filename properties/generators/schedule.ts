/** Schedules for a given workflow: a few interruptions on edges that its operations have. */
import fc from "fast-check";
import type { Interruption, Schedule } from "../../model/schedule.ts";
import type { Operation, Workflow } from "../../model/workflow.ts";

export function scheduleArbitrary(workflow: Workflow): fc.Arbitrary<Schedule> {
  const anyInterruption = fc.oneof(
    { weight: 1, arbitrary: invocationInterruption },
    { weight: 6, arbitrary: fc.constantFrom(...workflow.operations).chain(operationInterruption) },
  );
  const count = fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 5, arbitrary: fc.constant(1) },
    { weight: 3, arbitrary: fc.constant(2) },
    { weight: 1, arbitrary: fc.constant(3) },
  );
  return count
    .chain((length) => fc.array(anyInterruption, { minLength: length, maxLength: length }))
    .map((interruptions) => ({ interruptions }));
}

const occurrence = fc.oneof(
  { weight: 6, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.constant(2) },
  { weight: 1, arbitrary: fc.constant(3) },
);

const invocationInterruption: fc.Arbitrary<Interruption> = fc.record({
  edge: fc.constantFrom("invocation-started" as const, "invocation-answered" as const),
  occurrence,
});

function operationInterruption(operation: Operation): fc.Arbitrary<Interruption> {
  const name = fc.constant(operation.name);
  const isStep = operation.kind === "step";
  const userCode = fc.record({
    edge: isStep
      ? fc.constantFrom(
          "operation-called" as const,
          "body-entered" as const,
          "body-entered" as const,
          "body-finished" as const,
          "operation-resolved" as const,
        )
      : fc.constantFrom("operation-called" as const, "operation-resolved" as const),
    operation: name,
    occurrence,
  });
  const checkpoint = fc.record({
    edge: fc.constantFrom(
      "checkpoint-requested" as const,
      "checkpoint-recorded" as const,
      "checkpoint-replied" as const,
    ),
    operation: name,
    action: isStep
      ? fc.constantFrom("START" as const, "SUCCEED" as const, "FAIL" as const, "RETRY" as const)
      : fc.constant("START" as const),
    occurrence,
  });
  return fc.oneof(userCode, checkpoint);
}
