import { broken, holdsIf, type Property } from "./property.ts";
import { callerOf, type Seen } from "./story.ts";

export const runsOnlyWhatWasCalled: Property = {
  id: "runs-only-what-was-called",
  sentence:
    "A body or the function of a context is started, and a strategy asked, only of what the handler has called in this invocation, or of a part of that; a branch only until its batch has been given.",
  source: "semantics 2, table: reaching the step on any invocation; 4, parallel and map",
  check(story) {
    let exercised = false;
    for (const operation of story.operations.values()) {
      const { name, node, entered, asked } = operation;
      const caller = callerOf(story, operation);
      const given = node.kind === "branch" ? caller?.resolved : undefined;
      for (const seen of [...entered, ...asked]) {
        const { event, index } = seen;
        exercised = true;
        if (isAfterOneOf(caller?.called, seen) && !isAfterOneOf(given, seen)) continue;
        const expected = `nothing of ${name} before the handler calls it`;
        const found = event.kind === "body-entered" ? "ran its body" : "asked its strategy";
        return broken(index, name, `${event.kind}-without-call`, expected, found);
      }
    }
    return holdsIf(exercised);
  },
};

/** Whether one of these came before, in the same invocation. */
function isAfterOneOf(events: readonly Seen[] = [], { index, invocation }: Seen): boolean {
  return events.some((each) => each.invocation === invocation && each.index < index);
}
