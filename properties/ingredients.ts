/**
 * The ingredients that found real bugs where they met (docs/semantics.md, section 7): what a workflow
 * is made of, and what is done to it. How often each met each tells what a run has not tried.
 */

import type { Case } from "../model/case.ts";
import type { Event, History } from "../model/history.ts";
import { type OddValue, UNWRITABLE_VALUES } from "../model/odd-value.ts";
import { allOperations } from "../model/operation-names.ts";
import { layFlat } from "../model/program.ts";
import { strategyThrows } from "../model/retry.ts";
import { failureOf, type Serdes } from "../model/serdes.ts";
import type { Operation } from "../model/workflow.ts";
import { changeMet } from "./changed-handlers.ts";
import { arrivedAtAnEdge } from "./sometimes.ts";
import { lastBefore, type Story } from "./story.ts";

export interface WorkflowIngredient {
  readonly id: string;
  readonly isIn: (case_: Case) => boolean;
}

export const WORKFLOW_INGREDIENTS: readonly WorkflowIngredient[] = [
  { id: "early completion", isIn: some(completesEarly) },
  { id: "idle in the background", isIn: some(isIdleInBackground) },
  { id: "plain asynchronous work", isIn: some(({ kind }) => kind === "work") },
  { id: "slow serdes", isIn: some((each) => serdesOf(each).includes("slow")) },
  { id: "asymmetric serdes", isIn: some((each) => serdesOf(each).includes("asymmetric")) },
  { id: "serdes that fails", isIn: some((each) => serdesOf(each).some(fails)) },
  { id: "retry beside something", isIn: retriesBesideSomething },
  { id: "result around 256 KB", isIn: some((each) => paddingOf(each) > 200_000) },
  { id: "result around 6 MB", isIn: ({ workflow: { padding = 0 } }) => padding > 5_000_000 },
  { id: "timed out or stopped", isIn: some(isLeftAlone) },
  { id: "at most once, no retry", isIn: some(isOnce) },
  { id: "FLAT nesting", isIn: some((each) => "nesting" in each) },
  { id: "strategy that throws", isIn: some((each) => strategyThrows(retryOf(each))) },
  { id: "helper's strategy", isIn: some(hasHelper) },
  { id: "empty collection", isIn: some((each) => !hasOperations(each) && each.kind !== "child") },
  { id: "context without operations", isIn: some(isContextWithout) },
  {
    id: "wait over 24.8 days",
    isIn: some((each) => each.kind === "wait" && each.seconds > LONGEST_TIMER_SECONDS),
  },
  { id: "value JSON does not have", isIn: (case_) => givesOdd(case_) },
  { id: "value JSON can't write", isIn: (case_) => givesUnwritable(case_) },
  { id: "three levels deep", isIn: ({ workflow }) => depthOf(workflow.operations) >= 3 },
  { id: "error caught", isIn: some((each) => "onError" in each && each.onError === "catch") },
];

export interface ScheduleIngredient {
  readonly id: string;
  /** Whether it came to pass, and not only whether it was asked for. */
  readonly cameIn: (story: Story) => boolean;
}

export const SCHEDULE_INGREDIENTS: readonly ScheduleIngredient[] = [
  { id: "crash", cameIn: interruptedBy("scheduled") },
  { id: "late restart", cameIn: restartsLate },
  { id: "invocation timeout", cameIn: interruptedBy("invocation-timeout") },
  { id: "failed call", cameIn: ({ history }) => history.some(failedToCheckpoint) },
  {
    id: "failed serdes",
    cameIn: ({ history }) => history.some(({ kind }) => kind === "serdes-failed"),
  },
  { id: "failed last call", cameIn: lastCallFailed },
  {
    id: "reply without token",
    cameIn: ({ history }) => history.some((each) => "withoutToken" in each),
  },
  {
    id: "late reply",
    cameIn: ({ history }) => history.some((_, index) => isLateReply(history, index)),
  },
  { id: "used-up token", cameIn: ({ history }) => history.some(isStale) },
  {
    id: "log in pages",
    cameIn: ({ case: { schedule }, invocations }) =>
      schedule.pages !== undefined && invocations.length > 1,
  },
  {
    id: "changed handler",
    cameIn: (story) => story.invocations.some((each) => changeMet(story, each) !== undefined),
  },
  { id: "outside event at an edge", cameIn: arrivedAtAnEdge },
  { id: "timer of over 24.8 days", cameIn: waitedLong },
  { id: "several invocations", cameIn: ({ invocations }) => invocations.length > 1 },
];

/** Longer than any timer of Node can be. */
const LONGEST_TIMER_SECONDS = 2_147_483;

function some(has: (operation: Operation) => boolean): WorkflowIngredient["isIn"] {
  return ({ workflow }) => allOperations(workflow.operations).some(has);
}

function completesEarly(operation: Operation): boolean {
  return operation.kind === "race" || operation.kind === "any" || "completion" in operation;
}

const IDLE: ReadonlySet<Operation["kind"]> = new Set([
  "wait",
  "invoke",
  "callback",
  "wait-for-callback",
]);

function isIdleInBackground(operation: Operation): boolean {
  return IDLE.has(operation.kind) && "awaited" in operation;
}

/** Whether there is something in a collection; what is none has what it does. */
function hasOperations(operation: Operation): boolean {
  if ("branches" in operation) return operation.branches.length > 0;
  return !("operations" in operation) || operation.operations.length > 0;
}

function isContextWithout(operation: Operation): boolean {
  if (operation.kind === "child") return !hasOperations(operation);
  return "branches" in operation && operation.branches.some((each) => each.operations.length === 0);
}

function serdesOf(operation: Operation): readonly (Serdes | undefined)[] {
  return [
    "serdes" in operation ? operation.serdes : undefined,
    "itemSerdes" in operation ? operation.itemSerdes : undefined,
  ];
}

function fails(serdes: Serdes | undefined): boolean {
  return failureOf(serdes) !== undefined;
}

function paddingOf(operation: Operation): number {
  const own = "padding" in operation ? (operation.padding ?? 0) : 0;
  if (!("branches" in operation)) return own;
  return Math.max(own, ...operation.branches.map(({ padding = 0 }) => padding));
}

function retryOf(operation: Operation) {
  return "retry" in operation ? operation.retry : undefined;
}

/** Under a batch or a combinator, or started and not awaited: something else goes on meanwhile. */
function retriesBesideSomething({ workflow }: Case): boolean {
  const mayRetry = (operation: Operation) => (retryOf(operation)?.policy ?? "never") !== "never";
  return allOperations(workflow.operations).some((operation) => {
    if (mayRetry(operation) && "awaited" in operation) return true;
    if ("branches" in operation) {
      const { branches } = operation;
      return (
        branches.length > 1 &&
        branches.some((each) => allOperations(each.operations).some(mayRetry))
      );
    }
    const isCombinator = "operations" in operation && operation.kind !== "child";
    return isCombinator && operation.operations.length > 1 && operation.operations.some(mayRetry);
  });
}

function isLeftAlone(operation: Operation): boolean {
  return "end" in operation && (operation.end.does === "time-out" || operation.end.does === "stop");
}

function isOnce(operation: Operation): boolean {
  if (operation.kind !== "step") return false;
  return operation.semantics === "AtMostOncePerRetry" && operation.retry.policy === "never";
}

function hasHelper(operation: Operation): boolean {
  const policy = retryOf(operation)?.policy;
  return policy === "exponential" || policy === "linear" || "helper" in operation;
}

function givesOdd(case_: Case): boolean {
  return givenOdd(case_).length > 0;
}

function givesUnwritable(case_: Case): boolean {
  const unwritable: readonly OddValue[] = UNWRITABLE_VALUES;
  return givenOdd(case_).some((each) => unwritable.includes(each));
}

/** The odd values that anything in the workflow gives, itself included. */
function givenOdd({ workflow }: Case): readonly OddValue[] {
  const all = allOperations(workflow.operations);
  const branches = all.flatMap((each) => ("branches" in each ? each.branches : []));
  return [workflow, ...all, ...branches].flatMap((part) =>
    "gives" in part && part.gives !== undefined ? [part.gives] : [],
  );
}

function depthOf(operations: readonly Operation[]): number {
  const { nodes } = layFlat({ operations: [...operations] });
  const depths: number[] = [];
  for (const { context } of nodes) depths.push(context < 0 ? 0 : (depths[context] ?? 0) + 1);
  return Math.max(0, ...depths);
}

function interruptedBy(why: "scheduled" | "invocation-timeout"): ScheduleIngredient["cameIn"] {
  return ({ history }) => history.some((each) => each.kind === "interrupted" && each.why === why);
}

/** Time passed before the service invoked again after an interruption, so that others could act. */
function restartsLate({ invocations }: Story): boolean {
  return invocations.some(({ start }, index) => {
    const before = invocations[index - 1]?.end?.event;
    return before?.kind === "interrupted" && start.event.at - before.at >= 1_000;
  });
}

/** A timer of the service that had run for that long has fired: of a wait, or of a retry. */
function waitedLong({ operations }: Story): boolean {
  return [...operations.values()].some(({ fired, recorded }) =>
    fired.some(({ event, index }) => {
      const since = lastBefore(recorded, index);
      return since !== undefined && event.at - since.at > LONGEST_TIMER_SECONDS * 1_000;
    }),
  );
}

/** Whether the event is the reply to a call that was recorded a second ago or more. */
export function isLateReply(history: History, index: number): boolean {
  const reply = history[index];
  if (reply?.kind !== "checkpoint-replied") return false;
  const isCall = ({ kind }: Event) => kind === "checkpoint-recorded";
  const recorded = history.findLast((each, before) => before < index && isCall(each));
  return recorded !== undefined && reply.at - recorded.at >= 1_000;
}

function failedToCheckpoint(event: Event): boolean {
  return event.kind === "checkpoint-failed" && event.updates.length > 0;
}

/** No call of the invocation went well afterwards. */
function lastCallFailed({ invocations }: Story): boolean {
  return invocations.some(({ events }) => {
    const last = events.findLast(({ event }) => event.kind.startsWith("checkpoint-"))?.event;
    return last !== undefined && failedToCheckpoint(last);
  });
}

function isStale(event: Event): boolean {
  return event.kind === "checkpoint-failed" && event.failure === "stale-token";
}
