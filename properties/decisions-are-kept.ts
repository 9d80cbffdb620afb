import { samePicture } from "../model/batch-view.ts";
import { describeOutcome } from "../model/describe.ts";
import { sameOutcome } from "../model/history.ts";
import type { Node } from "../model/program.ts";
import { strategyThrows } from "../model/retry.ts";
import { broken, holdsIf, type Property, type Verdict } from "./property.ts";
import { contextsAbove, type OperationStory, type Seen, type Story } from "./story.ts";

export const decisionsAreKept: Property = {
  id: "decisions-are-kept",
  sentence:
    "Once the body of anything that comes after a race, an early end or a child context has started, its outcome is settled: a replay gives the same winner, the same items, the same value.",
  source: "semantics 4, the winner of a race must be the winner on replay",
  scope: "all",
  check(story) {
    let exercised = false;
    for (const operation of story.operations.values()) {
      const { kind, step } = operation.node;
      if (!DECIDED_IN_MEMORY.has(kind) && !strategyThrows(step?.retry)) continue;
      const same = kind === "batch" ? samePicture : sameOutcome;
      let kept: Kept | undefined;
      for (const given of operation.resolved) {
        if (kept !== undefined) {
          exercised = true;
          if (!same(kept.given.event.outcome, given.event.outcome)) {
            return decidedAgain(operation.name, kept, given);
          }
          continue;
        }
        const effect = firstEffectAfter(story, operation, given);
        if (effect !== undefined) kept = { given, effect };
      }
    }
    return holdsIf(exercised);
  },
};

type Given = OperationStory["resolved"][number];

/** What has been given and has had an effect: from then on it stays, whatever is given in between. */
interface Kept {
  readonly given: Given;
  /** The operation whose body has run on it. */
  readonly effect: string;
}

function decidedAgain(name: string, { given, effect }: Kept, replay: Given): Verdict {
  const before = describeOutcome(given.event.outcome);
  const expected = `${name} to give ${before}: ${effect} has run on it in invocation ${given.invocation}`;
  const found = `gave ${describeOutcome(replay.event.outcome)}`;
  return broken(replay.index, name, "decided-again", expected, found);
}

/** Engines need not wait until these are recorded before user code goes on; what follows binds them. */
const DECIDED_IN_MEMORY = new Set<Node["kind"]>([
  "child",
  "batch",
  "combinator",
  "wait-for-callback",
]);

/** The body that user code started after it had been given this outcome, and knowing it. */
function firstEffectAfter(story: Story, { node }: OperationStory, first: Seen): string | undefined {
  const calledAfter = new Set<number>();
  const events = story.invocations[first.invocation - 1]?.events ?? [];
  for (const { event, index } of events) {
    if (index <= first.index) continue;
    if (event.kind === "operation-called") {
      const called = story.operations.get(event.operation);
      if (called?.node.context === node.context) calledAfter.add(called.node.index);
    }
    if (event.kind !== "body-entered") continue;
    const entered = story.operations.get(event.operation);
    if (entered === undefined) continue;
    const around = [entered, ...contextsAbove(story, entered)];
    if (around.some((each) => calledAfter.has(each.node.index))) return entered.name;
  }
  return undefined;
}
