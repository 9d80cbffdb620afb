/** Handlers that are changed on the way: at any operation where the workflow allows it. */
import fc from "fast-check";
import { type Change, type OTHER_KINDS, refuseChange } from "../../model/change.ts";
import type { Schedule } from "../../model/schedule.ts";
import type { Workflow } from "../../model/workflow.ts";

/** A kind that an operation may have become. */
export type OtherKind = (typeof OTHER_KINDS)[number];

export function changeArbitrary(
  workflow: Workflow,
  otherKinds: readonly OtherKind[],
): fc.Arbitrary<Pick<Schedule, "change">> {
  const changes = changesOf(workflow, otherKinds);
  if (changes.length === 0) return fc.constant({});
  return fc
    .tuple(fc.constantFrom(...changes), fc.constantFrom(2, 2, 2, 3))
    .map(([change, fromInvocation]) => ({ change: { ...change, fromInvocation } }));
}

/** A new name and a new order are as likely as all other kinds together. */
function changesOf(workflow: Workflow, otherKinds: readonly OtherKind[]): readonly Change[] {
  return workflow.operations.flatMap(({ name: operation }) => {
    const becomes = ["renamed", "renamed", "swapped", "swapped", ...otherKinds] as const;
    const changes = becomes.map((each) => ({ fromInvocation: 2, operation, becomes: each }));
    return changes.filter((change) => refuseChange(workflow, change) === undefined);
  });
}
