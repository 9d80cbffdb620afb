/** Places in a run: the n-th time that an edge is met, of an invocation or of an operation. */
import fc from "fast-check";
import type { Node, NodeKind } from "../../model/program.ts";
import type { Interruption } from "../../model/schedule.ts";
import { actionsOf } from "./actions.ts";

/** Where something may strike; an interruption that says nothing of what follows it. */
export type Place = Interruption extends infer Each
  ? Each extends Interruption
    ? Omit<Each, "restartSeconds">
    : never
  : never;

/** Any place at which these operations, or the invocations around them, come by. */
export function placeArbitrary(nodes: readonly Node[]): fc.Arbitrary<Place> {
  return fc.oneof(
    { weight: 1, arbitrary: invocationPlace },
    { weight: 6, arbitrary: fc.constantFrom(...nodes).chain(operationPlace) },
  );
}

const occurrence = fc.oneof(
  { weight: 6, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.constant(2) },
  { weight: 1, arbitrary: fc.constant(3) },
);

export const invocationPlace: fc.Arbitrary<Place> = fc.record({
  edge: fc.constantFrom("invocation-started" as const, "invocation-answered" as const),
  occurrence,
});

export function operationPlace(node: Node): fc.Arbitrary<Place> {
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
