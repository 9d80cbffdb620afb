/**
 * For which workflows one crash-free run stands for all: what the handler gets, which effects
 * happen and how each operation ends are then fixed by the workflow alone, whatever the timing, up
 * to the numbers of the runs. Everything that is not known to be so is left out.
 */
import { type OddValue, UNWRITABLE_VALUES } from "../model/odd-value.ts";
import { allOperations, childrenOf } from "../model/operation-names.ts";
import { strategyThrows } from "../model/retry.ts";
import type {
  Batch,
  BodyRun,
  Callback,
  Operation,
  WaitForCallback,
  Workflow,
} from "../model/workflow.ts";

/** Whether every right run of the workflow, interrupted or not, comes to the same. */
export function isComparable({ operations, gives }: Workflow): boolean {
  if (!isWritten(gives)) return false;
  const all = allOperations(operations);
  if (!all.every(isKnown) || !all.every(isFixed)) return false;
  // An error that ends a block cuts off what goes on beside it, at a time that nobody promises.
  return !all.some(isConcurrent) || !all.some(canFail);
}

/** The options that change no result; an operation with another one is not judged here. */
const KNOWN_OPTIONS: Readonly<Record<Operation["kind"], readonly string[]>> = {
  step: ["semantics", "retry", "runs", "onError", "awaited", "padding", "gives", "serdes"],
  wait: ["seconds", "awaited"],
  invoke: ["end", "serdes", "onError", "awaited"],
  callback: ["end", "timeoutSeconds", "serdes", "onError", "awaited"],
  "wait-for-callback": ["runs", "end", "timeoutSeconds", "serdes", "onError", "awaited"],
  "wait-for-condition": ["polls", "delaySeconds", "runs", "gives", "serdes", "onError", "awaited"],
  work: ["milliseconds"],
  child: ["operations", "onError", "awaited", "padding", "gives", "serdes"],
  parallel: ["branches", "maxConcurrency", "nesting", "itemSerdes", "serdes", "awaited"],
  map: ["branches", "maxConcurrency", "nesting", "itemSerdes", "serdes", "awaited"],
  all: ["operations", "onError", "awaited"],
  allSettled: ["operations", "onError", "awaited"],
  any: [],
  race: [],
};

function isKnown(operation: Operation): boolean {
  const known = KNOWN_OPTIONS[operation.kind];
  return Object.keys(operation).every(
    (key) => key === "kind" || key === "name" || known.includes(key),
  );
}

/** How often it is tried to write what can't be written is promised nowhere. */
function isWritten(gives: OddValue | undefined): boolean {
  return !UNWRITABLE_VALUES.some((each) => each === gives);
}

function isFixed(operation: Operation): boolean {
  if ("gives" in operation && !isWritten(operation.gives)) return false;
  if ("branches" in operation && !operation.branches.every(({ gives }) => isWritten(gives))) {
    return false;
  }
  if ("timeoutSeconds" in operation && !isFixedEnd(operation)) return false;
  if ("runs" in operation && !doesTheSame(operation.runs)) return false;
  if (operation.kind === "race" || operation.kind === "any") return false;
  if (operation.kind !== "step") return true;
  const { semantics, retry } = operation;
  // An interruption uses up an at-most-once attempt: that is its promise.
  if (semantics !== "AtLeastOncePerRetry") return false;
  // What becomes of a strategy that throws is promised nowhere.
  return !strategyThrows(retry);
}

/** An end and a timeout at one moment may come in any order. */
function isFixedEnd({ end, timeoutSeconds }: Callback | WaitForCallback): boolean {
  return end.does === "time-out" || end.seconds !== timeoutSeconds;
}

function doesTheSame(runs: readonly BodyRun[]): boolean {
  return runs.every(({ does }) => does === runs[0]?.does);
}

function isConcurrent(operation: Operation): boolean {
  if ("awaited" in operation && operation.awaited !== undefined) return true;
  return "branches" in operation ? isBatchOfSeveral(operation) : isCombinator(operation);
}

function isBatchOfSeveral({ branches }: Batch): boolean {
  return branches.length > 1;
}

function isCombinator({ kind }: Operation): boolean {
  return kind === "all" || kind === "allSettled";
}

function canFail(operation: Operation): boolean {
  if ("runs" in operation && operation.runs.some(({ does }) => does === "throw")) return true;
  if ("end" in operation && operation.end.does !== "succeed") return true;
  return childrenOf(operation).some(canFail);
}
