/** Wrong about contexts: batches, races, and what is left when one ends. */
import { RULES } from "../embedded/rules.ts";
import { type FaultyEngine, lazily, withContext, withRequests, withRules } from "./faulty.ts";

export const CONTEXTS: readonly FaultyEngine[] = [
  {
    name: "work-goes-on-below-an-ended-context",
    bug: "goes on with what is in a context that has ended, and records it",
    caughtBy: "nothing-recorded-below-an-ended-context",
    invoke: withRules({ mayRecord: () => true }),
  },
  {
    name: "records-lost-when-their-context-ends",
    bug: "drops the updates of a context's operations that are sent along with its end",
    caughtBy: "effects-are-in-the-log",
    invoke: withRequests((updates) => {
      const ended = new Set(
        updates.flatMap(({ Id, Type, Action }) =>
          Type === "CONTEXT" && Action !== "START" ? [Id] : [],
        ),
      );
      return updates.filter(({ ParentId }) => ParentId === undefined || !ended.has(ParentId));
    }),
  },
  {
    name: "race-acted-on-before-it-is-recorded",
    bug: "gives the winner of a race before it is in the log, and races again on replay",
    caughtBy: "decisions-are-kept",
    invoke: withContext((right) => ({
      combine: (kind, name, operands) => {
        const recorded = right.combine(kind, name, operands);
        if (kind !== "race") return recorded;
        return lazily(() => Promise.race(operands));
      },
    })),
  },
  {
    name: "too-many-branches",
    bug: "runs all branches at once, whatever maxConcurrency says",
    caughtBy: "branches-within-their-concurrency",
    invoke: withContext((right) => ({
      batch: (kind, name, branches, { maxConcurrency: _, ...options }) =>
        right.batch(kind, name, branches, options),
    })),
  },
  {
    name: "batch-waits-for-all",
    bug: "goes on with a batch although enough of its branches have succeeded",
    caughtBy: "batches-end-when-they-should",
    invoke: withRules({
      batchEnd: (completion, counts) => {
        const { minSuccessful: _, ...others } = completion ?? {};
        return RULES.batchEnd(completion === undefined ? undefined : others, counts);
      },
    }),
  },
  {
    name: "failures-tolerated",
    bug: "goes on with a batch after more failures than it tolerates",
    caughtBy: "batches-end-when-they-should",
    invoke: withRules({
      batchEnd: (completion, counts) =>
        RULES.batchEnd({ ...completion, toleratedFailureCount: counts.total }, counts),
    }),
  },
];
