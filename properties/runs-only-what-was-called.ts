import { broken, holdsIf, type Property } from "./property.ts";
import { callerOf } from "./story.ts";

export const runsOnlyWhatWasCalled: Property = {
  id: "runs-only-what-was-called",
  sentence:
    "A body or the function of a context is started, and a strategy asked, only of what the handler has called in this invocation, or of a part of that.",
  source: "semantics 2, table: reaching the step on any invocation",
  check(story) {
    let exercised = false;
    for (const operation of story.operations.values()) {
      const { name, entered, asked } = operation;
      const called = callerOf(story, operation)?.called ?? [];
      for (const { event, index, invocation } of [...entered, ...asked]) {
        exercised = true;
        if (called.some((each) => each.invocation === invocation && each.index < index)) continue;
        const expected = `nothing of ${name} before the handler calls it`;
        const found = event.kind === "body-entered" ? "ran its body" : "asked its strategy";
        return broken(index, name, `${event.kind}-without-call`, expected, found);
      }
    }
    return holdsIf(exercised);
  },
};
