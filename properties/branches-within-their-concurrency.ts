import type { Batch } from "../model/workflow.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import { branchesOf, type OperationStory } from "./story.ts";

export const branchesWithinTheirConcurrency: Property = {
  id: "branches-within-their-concurrency",
  sentence: "A parallel or map runs no more branches at once than its maxConcurrency allows.",
  source: "semantics 4, parallel and map",
  scope: "all",
  check(story) {
    let exercised = false;
    for (const batch of story.operations.values()) {
      if (batch.node.kind !== "batch") continue;
      const { maxConcurrency } = batch.operation as Batch;
      if (maxConcurrency === undefined) continue;
      let running = 0;
      let invocation = 0;
      let bodies = new Map<OperationStory, number>();
      for (const { seen, branch, by } of startsAndEnds(branchesOf(story, batch))) {
        if (seen.invocation !== invocation) {
          running = 0;
          invocation = seen.invocation;
          bodies = new Map();
        }
        const before = bodies.get(branch) ?? 0;
        bodies.set(branch, before + by);
        if (by === -1) {
          if (before === 1) running -= 1;
          continue;
        }
        exercised = true;
        if (running >= maxConcurrency) {
          const expected = `at most ${maxConcurrency} branches of ${batch.name} at once`;
          return broken(seen.index, branch.name, "too-many", expected, `started ${branch.name}`);
        }
        if (before === 0) running += 1;
      }
    }
    return holdsIf(exercised);
  },
};

/** In the order of the history. */
function startsAndEnds(branches: readonly OperationStory[]) {
  return branches
    .flatMap((branch) => [
      ...branch.entered.map((seen) => ({ seen, branch, by: 1 })),
      ...branch.finished.map((seen) => ({ seen, branch, by: -1 })),
    ])
    .toSorted((left, right) => left.seen.index - right.seen.index);
}
