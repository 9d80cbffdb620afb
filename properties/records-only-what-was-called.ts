import { broken, holdsIf, type Property } from "./property.ts";

const TYPES = { step: "STEP", wait: "WAIT" } as const;

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
        const operation = story.operations.get(update.operation);
        const invocation = invocationAt(story.invocations, index);
        const called = operation?.called.find(
          (each) => each.invocation === invocation && each.index < index,
        );
        const over = operation?.resolved.some(
          (each) => each.invocation === invocation && each.index < index,
        );
        const type = operation === undefined ? undefined : TYPES[operation.operation.kind];
        if (called !== undefined && !over && type === update.type) continue;
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
