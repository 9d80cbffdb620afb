import type { NodeKind } from "../model/program.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import { callerOf } from "./story.ts";

const TYPES: Readonly<Record<NodeKind, readonly string[]>> = {
  step: ["STEP"],
  submitter: ["STEP"],
  condition: ["STEP"],
  wait: ["WAIT"],
  callback: ["CALLBACK"],
  invoke: ["CHAINED_INVOKE"],
  work: [],
  child: ["CONTEXT"],
  batch: ["CONTEXT"],
  branch: ["CONTEXT"],
  "wait-for-callback": ["CONTEXT"],
  combinator: ["CONTEXT", "STEP"],
};

/** Their close is not awaited: it may be sent after the handler has the outcome. */
const CONTEXTS = new Set<NodeKind>(["child", "batch", "branch", "wait-for-callback", "combinator"]);

export const recordsOnlyWhatWasCalled: Property = {
  id: "records-only-what-was-called",
  sentence:
    "An engine sends updates only of operations that the handler has called in this invocation and not yet been given the outcome of.",
  source: "semantics 4, last paragraph",
  check(story) {
    let exercised = false;
    for (const [index, event] of story.history.entries()) {
      if (event.kind !== "checkpoint-requested") continue;
      for (const update of event.updates) {
        exercised = true;
        if (update.type === "EXECUTION") continue;
        const operation = story.operations.get(update.operation);
        const invocation = invocationAt(story.invocations, index);
        const here = (each: { readonly invocation: number; readonly index: number }) =>
          each.invocation === invocation && each.index < index;
        const caller = operation === undefined ? undefined : callerOf(story, operation);
        const called = caller?.called.some(here) === true;
        // What becomes of a step whose strategy throws is promised nowhere; its START is not awaited.
        const over =
          operation !== undefined &&
          !CONTEXTS.has(operation.node.kind) &&
          operation.resolved.some(here) &&
          !(update.action === "START" && operation.asked.at(-1)?.event.decision.kind === "throw");
        const types = operation === undefined ? [] : TYPES[operation.node.kind];
        if (called && !over && types.includes(update.type)) continue;
        const expected = "updates only of what the handler is waiting for";
        const found = `sent ${update.type} ${update.action} of ${update.operation}`;
        return broken(index, update.operation, "update-without-call", expected, found);
      }
    }
    return holdsIf(exercised);
  },
};

function invocationAt(
  invocations: readonly { readonly number: number; readonly start: { readonly index: number } }[],
  index: number,
): number {
  return invocations.findLast(({ start }) => start.index < index)?.number ?? 0;
}
