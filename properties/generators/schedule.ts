/** Schedules for a given workflow: a few interruptions and faults, where its operations have them. */
import fc from "fast-check";
import { layFlat, type Node, type NodeKind, type Program } from "../../model/program.ts";
import type { Interruption, Schedule } from "../../model/schedule.ts";
import type { Workflow } from "../../model/workflow.ts";
import { actionsOf } from "./actions.ts";
import { faultsArbitrary, type Troubles } from "./faults.ts";

export function scheduleArbitrary(workflow: Workflow, troubles: Troubles): fc.Arbitrary<Schedule> {
  const program = layFlat(workflow);
  const afterDecisions = effectsAfterDecisions(program);
  const anyInterruption = fc.oneof(
    { weight: 1, arbitrary: fc.tuple(invocationInterruption, restart).map(withRestart) },
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...program.nodes).chain(operationInterruption), restart)
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

const occurrence = fc.oneof(
  { weight: 6, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.constant(2) },
  { weight: 1, arbitrary: fc.constant(3) },
);

const invocationInterruption: fc.Arbitrary<Interruption> = fc.record({
  edge: fc.constantFrom("invocation-started" as const, "invocation-answered" as const),
  occurrence,
});

function operationInterruption(node: Node): fc.Arbitrary<Interruption> {
  const operation = fc.constant(node.name);
  const userCode = fc.record({
    edge: fc.constantFrom(...userEdges(node.kind)),
    operation,
    occurrence,
  });
  const actions = actionsOf(node.kind);
  if (actions.length === 0) return userCode;
  const checkpoint = fc.record({
    edge: fc.constantFrom(
      "checkpoint-requested" as const,
      "checkpoint-recorded" as const,
      "checkpoint-replied" as const,
    ),
    operation,
    action: fc.constantFrom(...actions),
    occurrence,
  });
  return fc.oneof(userCode, checkpoint);
}

type UserEdge = "operation-called" | "body-entered" | "body-finished" | "operation-resolved";

/** Inside a body twice as often: that is where engines have most to lose. */
function userEdges(kind: NodeKind): readonly UserEdge[] {
  switch (kind) {
    case "step":
    case "condition":
    case "child":
      return [
        "operation-called",
        "body-entered",
        "body-entered",
        "body-finished",
        "operation-resolved",
      ];
    case "submitter":
    case "branch":
      return ["body-entered", "body-finished"];
    default:
      return ["operation-called", "operation-resolved"];
  }
}
