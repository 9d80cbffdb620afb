/** Handlers that are changed on the way: at any operation where the workflow allows it. */
import fc from "fast-check";
import { type Change, OTHER_KINDS, refuseChange } from "../../model/change.ts";
import type { Schedule } from "../../model/schedule.ts";
import type { Workflow } from "../../model/workflow.ts";

export function changeArbitrary(workflow: Workflow): fc.Arbitrary<Pick<Schedule, "change">> {
  const changes = changesOf(workflow);
  if (changes.length === 0) return fc.constant({});
  return fc
    .tuple(fc.constantFrom(...changes), fc.constantFrom(2, 2, 2, 3))
    .map(([change, fromInvocation]) => ({ change: { ...change, fromInvocation } }));
}

/** A new name and a new order are as likely as all other kinds together. */
function changesOf(workflow: Workflow): readonly Change[] {
  return workflow.operations.flatMap(({ name: operation }) => {
    const becomes = ["renamed", "renamed", "swapped", "swapped", ...OTHER_KINDS] as const;
    const changes = becomes.map((each) => ({ fromInvocation: 2, operation, becomes: each }));
    return changes.filter((change) => refuseChange(workflow, change) === undefined);
  });
}
