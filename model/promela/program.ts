/**
 * The Promela program that holds a list of workflows: `step-protocol.pml` with the workflows as
 * constants, one of which is chosen by its number when the program runs.
 */
import { bodyRun } from "../values.ts";
import type { Operation, Step, Workflow } from "../workflow.ts";

/** As many operations as `step-protocol.pml` has room for. */
export const MAXIMUM_OPERATIONS = 3;
/** As many body runs as it tells apart. */
const RUNS = 30;

/** @throws RangeError for a workflow that the program has no words for. */
export function promelaProgram(workflows: readonly Workflow[], protocolFile: string): string {
  const choices = workflows.map(({ operations }, number) => {
    if (operations.length > MAXIMUM_OPERATIONS) {
      throw new RangeError(`at most ${MAXIMUM_OPERATIONS} operations, found ${operations.length}`);
    }
    const statements = [`operations = ${operations.length}`, ...operations.map(statementOf)];
    return `  :: workflow == ${number} -> ${statements.join("; ")}`;
  });
  return [
    "inline chooseWorkflow() {",
    "  if",
    ...choices,
    "  fi",
    "}",
    `#include "${protocolFile}"`,
    "",
  ].join("\n");
}

function statementOf(operation: Operation, index: number): string {
  if (operation.kind === "wait") return `waitAt(${index})`;
  if (operation.kind !== "step") throw new Error(`the protocol has no ${operation.kind}`);
  const atMostOnce = operation.semantics === "AtMostOncePerRetry";
  const catches = operation.onError === "catch";
  const limit = attemptsAllowed(operation);
  return `stepAt(${index}, ${atMostOnce}, ${limit}, ${returningRuns(operation)}, ${catches})`;
}

function attemptsAllowed({ name, retry }: Step): number {
  switch (retry.policy) {
    case "never":
      return 1;
    case "limited":
      return retry.attempts;
    default:
      throw new RangeError(
        `a retry policy that is the workflow's own, found the ${retry.policy} of ${name}`,
      );
  }
}

/** Bit n - 1 says whether the n-th run returns. */
function returningRuns(step: Step): number {
  let bits = 0;
  for (let run = 1; run <= RUNS; run += 1) {
    if (bodyRun(step, run).does === "return") bits += 2 ** (run - 1);
  }
  return bits;
}
