import { describeOutcome } from "../model/describe.ts";
import type { History, Outcome } from "../model/history.ts";
import { childrenOf, namesOf } from "../model/operation-names.ts";
import type { Operation, Workflow } from "../model/workflow.ts";
import { changeMet } from "./changed-handlers.ts";
import { broken, holdsIf, type Property } from "./property.ts";

export const crashFreeRunAllowsIt: Property = {
  id: "crash-free-run-allows-it",
  sentence:
    "With interruptions, the handler ends as it does without them, the same bodies have run, and each operation is recorded with the same end after the same number of retries.",
  source: "semantics 7, the crash-free run as reference",
  usesCrashFreeRun: true,
  check(story) {
    const { history, crashFree } = story;
    const { workflow } = story.case;
    if (crashFree === undefined || !isOver(history) || !isOver(crashFree)) return holdsIf(false);
    // A call that is denied ends the execution wherever it happens to be.
    if (history.some(({ kind, ...rest }) => "failure" in rest && rest.failure === "denied")) {
      return holdsIf(false);
    }
    // An end that comes before its time may come first where it would not have.
    if (story.case.schedule.arrivals !== undefined) return holdsIf(false);
    // Nor is a changed handler the one that ran without interruptions.
    if (story.invocations.some((each) => changeMet(story, each) !== undefined)) {
      return holdsIf(false);
    }
    const at = history.length - 1;
    const [reference, seen] = [sumUp(crashFree, workflow), sumUp(history, workflow)];
    if (seen.outcome !== reference.outcome) {
      const expected = `the handler to end as without interruptions: ${reference.outcome}`;
      return broken(at, undefined, "another-outcome", expected, `came to ${seen.outcome}`);
    }
    for (const name of new Set([...reference.ran, ...seen.ran])) {
      const [should, did] = [reference.ran.has(name), seen.ran.has(name)];
      if (should === did) continue;
      const expected = should ? `a body of ${name} to have run` : `no body of ${name} to run`;
      const found = did ? `ran the body of ${name}` : `never ran the body of ${name}`;
      return broken(at, name, did ? "effect-too-many" : "effect-missing", expected, found);
    }
    const lost = lostInFailure(history);
    for (const name of new Set([...reference.records.keys(), ...seen.records.keys()])) {
      const [should, did] = [reference.records.get(name), seen.records.get(name)];
      if (should === did || (did === undefined && lost.has(name))) continue;
      const expected = `the log to have ${name} as without interruptions: ${should ?? "nothing"}`;
      return broken(at, name, "another-record", expected, `recorded ${did ?? "nothing"}`);
    }
    return holdsIf(true);
  },
};

/** Whether it ended by itself, and not because its time was up. */
export function isOver(history: History): boolean {
  const last = history.at(-1);
  return (
    last?.kind === "execution-ended" && (last.status === "SUCCEEDED" || last.status === "FAILED")
  );
}

/**
 * The operations of failed calls, where the execution has FAILED: only a success promises that
 * everything is recorded.
 */
function lostInFailure(history: History): ReadonlySet<string> {
  const last = history.at(-1);
  if (last?.kind !== "execution-ended" || last.status !== "FAILED") return new Set();
  return new Set(
    history.flatMap((event) =>
      event.kind === "checkpoint-failed" ? event.updates.map(({ operation }) => operation) : [],
    ),
  );
}

/** The operations that somebody awaits: of the others nobody knows how far they come. */
function awaitedNames(operations: readonly Operation[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (operation: Operation): void => {
    if ("awaited" in operation && operation.awaited === "never") return;
    for (const name of namesOf(operation)) names.add(name);
    childrenOf(operation).forEach(add);
  };
  operations.forEach(add);
  return names;
}

/** What a run came to, where it may have been interrupted. */
export interface Summary {
  readonly outcome: string;
  /** The operations whose bodies have run. */
  readonly ran: ReadonlySet<string>;
  /** For each operation that was closed: how, and the retries before it. */
  readonly records: ReadonlyMap<string, string>;
}

export function sumUp(history: History, { operations }: Workflow): Summary {
  const judged = awaitedNames(operations);
  let outcome: Outcome | undefined;
  const ran = new Set<string>();
  const retries = new Map<string, number>();
  const records = new Map<string, string>();
  for (const event of history) {
    if (event.kind === "handler-finished") outcome = event.outcome;
    if (event.kind === "body-entered" && judged.has(event.operation)) ran.add(event.operation);
    if (event.kind !== "checkpoint-recorded") continue;
    for (const { operation, action } of event.updates) {
      if (!judged.has(operation)) continue;
      const before = retries.get(operation) ?? 0;
      if (action === "RETRY") retries.set(operation, before + 1);
      if (action === "SUCCEED" || action === "FAIL") {
        records.set(operation, `${action} after ${before} retries`);
      }
    }
  }
  const words = outcome === undefined ? "no end" : withoutRuns(describeOutcome(outcome));
  return { outcome: words, ran, records };
}

/** Interruptions make bodies run more often, and a result tells which run it is of. */
function withoutRuns(text: string): string {
  return text.replaceAll(/#\d+/g, "");
}
