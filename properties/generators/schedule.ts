/** Schedules for a given workflow: a few interruptions and faults, where its operations have them. */
import fc from "fast-check";
import { layFlat, type Node, type Program } from "../../model/program.ts";
import type { Interruption, Schedule } from "../../model/schedule.ts";
import type { Workflow } from "../../model/workflow.ts";
import { faultsArbitrary, type Troubles } from "./faults.ts";
import { invocationPlace, operationPlace } from "./places.ts";

export function scheduleArbitrary(workflow: Workflow, troubles: Troubles): fc.Arbitrary<Schedule> {
  const program = layFlat(workflow);
  const afterDecisions = effectsAfterDecisions(program);
  const anyInterruption = fc.oneof(
    { weight: 1, arbitrary: fc.tuple(invocationPlace, restart).map(withRestart) },
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...program.nodes).chain(operationPlace), restart)
        .map(withRestart),
    },
    ...(afterDecisions.length === 0
      ? []
      : [{ weight: 3, arbitrary: interruptionAfterDecision(afterDecisions) }]),
  );
  const count = fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 5, arbitrary: fc.constant(1) },
    { weight: 3, arbitrary: fc.constant(2) },
    { weight: 1, arbitrary: fc.constant(3) },
  );
  const some = count.chain((length) =>
    fc.array(anyInterruption, { minLength: length, maxLength: length }),
  );
  return fc
    .tuple(some, faultsArbitrary(workflow, troubles))
    .map(([interruptions, faults]) => ({ interruptions, ...faults }));
}

/** The steps that come right after something that is decided in memory and recorded later. */
function effectsAfterDecisions({ nodes, decisions }: Program): readonly Node[] {
  return [...decisions].flatMap(([context, decided]) =>
    decided.flatMap((index) => {
      const next = nodes.find((node) => node.context === context && node.index > index);
      return next?.kind === "step" ? [next] : [];
    }),
  );
}

/** A crash once the effect has begun, and time for others to act before the service tries again. */
function interruptionAfterDecision(effects: readonly Node[]): fc.Arbitrary<Interruption> {
  return fc.record({
    edge: fc.constant("body-entered" as const),
    operation: fc.constantFrom(...effects).map(({ name }) => name),
    occurrence: fc.constant(1),
    restartSeconds: fc.constantFrom(1, 2, 10),
  });
}

/** How long the service takes to invoke again: long enough that timers fire and others act. */
const restart = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom(1, 2, 10, 60) },
);

function withRestart([interruption, restartSeconds]: readonly [
  Interruption,
  number | undefined,
]): Interruption {
  return restartSeconds === undefined ? interruption : { ...interruption, restartSeconds };
}
