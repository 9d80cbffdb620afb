/** What the recorded result of a batch says of its branches, held against what was recorded of them. */
import type { OperationEnded } from "./event.ts";
import { isOpen, type RecordedOperation, type RecordedState } from "./state.ts";

/** What should be so and is not; undefined if they agree, or the result is nothing that we can read. */
export function batchDisagreement(
  { operations }: RecordedState,
  { of, subtype, id, result }: OperationEnded,
): string | undefined {
  if (of !== "context" || (subtype !== "Parallel" && subtype !== "Map")) return undefined;
  const told = readResult(result);
  if (told === undefined) return undefined;
  const branches = [...operations.values()].filter((each) => {
    return (
      each.parent === id && (each.subtype === "ParallelBranch" || each.subtype === "MapIteration")
    );
  });
  // A flat batch has no contexts of its own for its branches.
  if (branches.length === 0) return undefined;
  for (const { index, status } of told.items) {
    // Branches are started, and so recorded, in the order of their numbers.
    const branch = branches[index];
    if (status === "STARTED" || isSo(branch, status)) continue;
    return `branch ${index} to be recorded as ${status}, as the result says`;
  }
  const unfinished = branches.some(isOpen);
  if (told.reason === "ALL_COMPLETED" && unfinished) return "every branch to have ended";
  return undefined;
}

function isSo(branch: RecordedOperation | undefined, status: string): boolean {
  return branch?.status === status;
}

interface Told {
  readonly items: readonly { readonly index: number; readonly status: string }[];
  readonly reason: string;
}

/** The result as the AWS SDK for JavaScript writes it; every engine may have its own form. */
function readResult(result: string | undefined): Told | undefined {
  try {
    const { all, completionReason } = JSON.parse(result ?? "");
    if (!Array.isArray(all) || typeof completionReason !== "string") return undefined;
    const readable = all.every(({ index, status }) => {
      return typeof index === "number" && typeof status === "string";
    });
    return readable ? { items: all, reason: completionReason } : undefined;
  } catch {
    return undefined;
  }
}
