import type { Batch } from "../model/workflow.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import type { OperationStory } from "./story.ts";

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
      const branches = story.byNode.filter(
        ({ node }) => node.kind === "branch" && node.context === batch.node.index,
      );
      for (const branch of branches) {
        for (const entered of branch.entered) {
          exercised = true;
          const running = branches.filter((each) => isRunning(each, entered)).length;
          if (running < maxConcurrency) continue;
          const expected = `at most ${maxConcurrency} branches of ${batch.name} at once`;
          return broken(entered.index, branch.name, "too-many", expected, `started ${branch.name}`);
        }
      }
    }
    return holdsIf(exercised);
  },
};

function isRunning(
  { entered, finished }: OperationStory,
  at: { readonly index: number; readonly invocation: number },
): boolean {
  const before = (each: { readonly index: number; readonly invocation: number }) =>
    each.invocation === at.invocation && each.index < at.index;
  return entered.filter(before).length > finished.filter(before).length;
}
