/** Parallel and map: branches run concurrently until all have ended, or enough have. */
import { viewError } from "../../../model/outcome.ts";
import type { BatchItemView, BatchOptions, BatchView } from "../../engine.ts";
import type { Rules } from "../rules.ts";
import type { Scope } from "../scope.ts";
import type { ContextFunction } from "./context.ts";

/** Runs one branch in the scope of its batch. */
export type RunBranch = (scope: Scope, index: number) => PromiseLike<unknown>;

export function batch(
  total: number,
  run: RunBranch,
  options: BatchOptions,
  rules: Rules,
): ContextFunction {
  return {
    run: (scope) => runBranches(total, (index) => settle(run(scope, index), index), options, rules),
    summarize: (result) => JSON.stringify(withoutValues(result as BatchView)),
    restore: (scope, summary) => restore(JSON.parse(summary), (index) => run(scope, index)),
  };
}

function runBranches(
  total: number,
  run: (index: number) => Promise<BatchItemView>,
  { maxConcurrency = Number.POSITIVE_INFINITY, completion }: BatchOptions,
  { batchEnd }: Rules,
): Promise<BatchView> {
  const items: BatchItemView[] = [];
  const count = (status: string) => items.filter((item) => item.status === status).length;
  return new Promise((resolve) => {
    const start = (index: number) => {
      items.push({ index, status: "STARTED" });
      run(index).then((item) => {
        items[index] = item;
        goOn();
      });
    };
    const goOn = () => {
      const counts = { succeeded: count("SUCCEEDED"), failed: count("FAILED"), total };
      const reason = batchEnd(completion, counts);
      if (reason !== undefined) return resolve({ reason, items: [...items] });
      while (items.length < total && count("STARTED") < maxConcurrency) start(items.length);
    };
    goOn();
  });
}

/** The items that had succeeded give their values again, in turn; the others are as they were. */
async function restore(
  { reason, items }: BatchView,
  run: (index: number) => PromiseLike<unknown>,
): Promise<BatchView> {
  const restored: BatchItemView[] = [];
  for (const item of items) {
    const { index, status } = item;
    restored.push(status === "SUCCEEDED" ? await settle(run(index), index) : item);
  }
  return { reason, items: restored };
}

async function settle(branch: PromiseLike<unknown>, index: number): Promise<BatchItemView> {
  try {
    return { index, status: "SUCCEEDED", value: await branch };
  } catch (error) {
    return { index, status: "FAILED", error: viewError(error) };
  }
}

function withoutValues({ reason, items }: BatchView): BatchView {
  const short = items.map((item) =>
    item.status === "SUCCEEDED" ? { ...item, value: null } : item,
  );
  return { reason, items: short };
}
