/**
 * What the cases of a batch are made of. Each batch switches some features off (swarm testing):
 * what is left is then met more often, and together.
 */
import fc from "fast-check";
import type { Operation } from "../../model/workflow.ts";

/** Options that operations may have; the plain ones are always there. */
export const OPTIONS = [
  /** Operations that are awaited later, or never. */
  "unawaited",
  /** Results around the size limits of the service. */
  "padding",
  "serdes",
  /** Values that do not survive JSON. */
  "odd-values",
  /** Strategies of every kind, for retries and for polls. */
  "strategies",
  /** Callbacks that time out when the outside party is silent. */
  "heartbeats",
  /** Executions that last for weeks, with waits and retry delays that do. */
  "long-waits",
  /** Contexts without operations, combinators without operands. */
  "empty-collections",
  /** Serdes that fail, once each. */
  "failing-serdes",
  /** Values that JSON can't write. */
  "unwritable-values",
] as const;
export type Option = (typeof OPTIONS)[number];

export interface Features {
  readonly kinds: readonly Operation["kind"][];
  readonly options: readonly Option[];
}

export const ALL_KINDS: readonly Operation["kind"][] = [
  "step",
  "wait",
  "work",
  "invoke",
  "callback",
  "wait-for-callback",
  "wait-for-condition",
  "child",
  "parallel",
  "map",
  "all",
  "allSettled",
  "any",
  "race",
];

/** Steps and waits, one after the other. */
export const SEQUENTIAL: Features = { kinds: ["step", "wait"], options: [] };

/** Rare ones cost more to run, or stand in the way of the others. */
const RARITY: Readonly<Record<Option, number>> = {
  unawaited: 2,
  padding: 6,
  serdes: 3,
  "odd-values": 4,
  strategies: 3,
  heartbeats: 3,
  "long-waits": 12,
  "empty-collections": 6,
  "failing-serdes": 6,
  "unwritable-values": 10,
};

export const featuresArbitrary: fc.Arbitrary<Features> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(SEQUENTIAL) },
  {
    weight: 5,
    arbitrary: fc
      .record({
        kinds: fc
          .subarray([...ALL_KINDS], { minLength: 1, maxLength: 6 })
          .map((kinds) => ["step" as const, ...kinds.filter((kind) => kind !== "step")]),
        options: fc.tuple(...OPTIONS.map(oneIn)).map((given) => given.flat()),
      })
      .map(withWaits),
  },
);

/** What lasts for weeks is a wait, where the step that is always there does not retry. */
function withWaits({ kinds, options }: Features): Features {
  const missing = options.includes("long-waits") && !kinds.includes("wait");
  return { kinds: missing ? [...kinds, "wait"] : kinds, options };
}

function oneIn(option: Option): fc.Arbitrary<readonly Option[]> {
  return fc.integer({ min: 1, max: RARITY[option] }).map((drawn) => (drawn === 1 ? [option] : []));
}
