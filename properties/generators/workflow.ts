/** Workflows of a few operations, with the combinations favoured in which engines go wrong. */
import fc from "fast-check";
import type { Limits } from "../../model/case.ts";
import type { Batch, Operation, Workflow } from "../../model/workflow.ts";
import { nameAll } from "./names.ts";
import {
  anyRetry,
  awaitedArbitrary,
  bodyRunArbitrary,
  completionArbitrary,
  end,
  givesArbitrary,
  optional,
  paddingArbitrary,
  retry,
  secondsArbitrary,
  semantics,
  serdesArbitrary,
  timeoutArbitrary,
} from "./options.ts";

/** What a batch of cases is made of: each batch switches some features off (swarm testing). */
export interface Features {
  readonly kinds: readonly Operation["kind"][];
  readonly unawaited: boolean;
  readonly padding: boolean;
  readonly serdes: boolean;
  /** Values that do not survive JSON. */
  readonly oddValues: boolean;
  /** Retry strategies of every kind, and not only the plain ones. */
  readonly strategies: boolean;
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
export const SEQUENTIAL: Features = {
  kinds: ["step", "wait"],
  unawaited: false,
  padding: false,
  serdes: false,
  oddValues: false,
  strategies: false,
};

export const featuresArbitrary: fc.Arbitrary<Features> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(SEQUENTIAL) },
  {
    weight: 4,
    arbitrary: fc.record({
      kinds: fc
        .subarray([...ALL_KINDS], { minLength: 1, maxLength: 6 })
        .map((kinds) => ["step" as const, ...kinds.filter((kind) => kind !== "step")]),
      unawaited: fc.boolean(),
      padding: fc.integer({ min: 0, max: 5 }).map((each) => each === 0),
      serdes: fc.integer({ min: 0, max: 2 }).map((each) => each === 0),
      oddValues: fc.integer({ min: 0, max: 3 }).map((each) => each === 0),
      strategies: fc.integer({ min: 0, max: 2 }).map((each) => each === 0),
    }),
  },
);

export function workflowArbitrary(
  limits: Limits,
  features: Features = SEQUENTIAL,
): fc.Arbitrary<Workflow> {
  const block = blockArbitrary(limits, features, 3, features === SEQUENTIAL ? 5 : 4);
  const large = { weight: 1, arbitrary: fc.constant(6_500_000) };
  const none = { weight: 150, arbitrary: fc.constant(undefined) };
  const padding = features.padding ? fc.oneof(none, large) : fc.constant(undefined);
  const gives = features.oddValues ? givesArbitrary : fc.constant({});
  return fc.tuple(block, padding, gives).map(([operations, bytes, odd]) => {
    const size = bytes === undefined ? {} : { padding: bytes };
    return { operations: nameAll(operations), ...size, ...odd };
  });
}

type Block = readonly Operation[];

function blockArbitrary(
  limits: Limits,
  features: Features,
  depth: number,
  maximum: number,
): fc.Arbitrary<Block> {
  return fc.array(operationArbitrary(limits, features, depth), {
    minLength: 1,
    maxLength: maximum,
  });
}

const WEIGHTS: Readonly<Record<Operation["kind"], number>> = {
  step: 12,
  wait: 3,
  work: 2,
  invoke: 2,
  callback: 2,
  "wait-for-callback": 2,
  "wait-for-condition": 2,
  child: 3,
  parallel: 4,
  map: 2,
  all: 1,
  allSettled: 1,
  any: 1,
  race: 2,
};

function operationArbitrary(
  limits: Limits,
  features: Features,
  depth: number,
): fc.Arbitrary<Operation> {
  const nested = new Set<Operation["kind"]>([
    "child",
    "parallel",
    "map",
    "all",
    "allSettled",
    "any",
    "race",
  ]);
  const kinds = features.kinds.filter((kind) => depth > 0 || !nested.has(kind));
  const usable = kinds.length === 0 ? (["step"] as const) : kinds;
  return fc.oneof(
    ...usable.map((kind) => ({
      weight: WEIGHTS[kind],
      arbitrary: ofKind(kind, limits, features, depth),
    })),
  );
}

/** Names are given once the whole workflow is there. */
const name = fc.constant("unnamed");
const onError = fc.constantFrom("throw" as const, "catch" as const);

function ofKind(
  kind: Operation["kind"],
  limits: Limits,
  features: Features,
  depth: number,
): fc.Arbitrary<Operation> {
  const awaited = features.unawaited ? awaitedArbitrary : fc.constant({});
  const runs = fc.array(bodyRunArbitrary(limits), { minLength: 1, maxLength: 3 });
  const inside = (maximum: number) => blockArbitrary(limits, features, depth - 1, maximum);
  switch (kind) {
    case "step":
      return merge(
        fc.record({
          kind: fc.constant(kind),
          name,
          semantics,
          retry: features.strategies ? anyRetry : retry,
          runs,
          onError,
        }),
        awaited,
        ...resultOptions(features),
        features.serdes ? serdesArbitrary : fc.constant({}),
      );
    case "wait":
      return merge(
        fc.record({ kind: fc.constant(kind), name, seconds: secondsArbitrary(limits) }),
        awaited,
      );
    case "work":
      return fc.record({
        kind: fc.constant(kind),
        name,
        milliseconds: fc.constantFrom(0, 1, 50, 1_500, 2_500),
      });
    case "invoke":
      return merge(fc.record({ kind: fc.constant(kind), name, end, onError }), awaited);
    case "callback":
      return merge(
        fc.record({ kind: fc.constant(kind), name, end, onError }),
        timeoutArbitrary,
        awaited,
      );
    case "wait-for-callback":
      return merge(
        fc.record({ kind: fc.constant(kind), name, runs, end, onError }),
        features.strategies ? optional("retry", anyRetry) : fc.constant({}),
        timeoutArbitrary,
        awaited,
      );
    case "wait-for-condition":
      return merge(
        fc.record({
          kind: fc.constant(kind),
          name,
          polls: fc.integer({ min: 1, max: 3 }),
          delaySeconds: fc.integer({ min: 1, max: 5 }),
          runs,
          onError,
        }),
        awaited,
      );
    case "child":
      return merge(
        fc.record({ kind: fc.constant(kind), name, operations: inside(3), onError }),
        awaited,
        ...resultOptions(features),
      );
    case "parallel":
    case "map":
      return batchArbitrary(kind, inside, features, awaited);
    default:
      return merge(
        fc.record({
          kind: fc.constant(kind),
          name,
          operations: operandsArbitrary(limits, features, depth),
          onError,
        }),
        awaited,
      );
  }
}

/** What a result may be besides what it says. */
function resultOptions({ padding, oddValues }: Features): readonly fc.Arbitrary<object>[] {
  return [...(padding ? [paddingArbitrary] : []), ...(oddValues ? [givesArbitrary] : [])];
}

function merge(
  base: fc.Arbitrary<object>,
  ...rest: readonly fc.Arbitrary<object>[]
): fc.Arbitrary<Operation> {
  return fc.tuple(base, ...rest).map((parts) => Object.assign({}, ...parts) as Operation);
}

function batchArbitrary(
  kind: Batch["kind"],
  inside: (maximum: number) => fc.Arbitrary<Block>,
  features: Features,
  awaited: fc.Arbitrary<object>,
): fc.Arbitrary<Operation> {
  const branch = merge(
    fc.record({ operations: inside(2) }),
    ...resultOptions(features),
  ) as unknown as fc.Arbitrary<Batch["branches"][number]>;
  return merge(
    fc.record({
      kind: fc.constant(kind),
      name,
      branches: fc.oneof(
        { weight: 12, arbitrary: fc.array(branch, { minLength: 1, maxLength: 3 }) },
        { weight: 1, arbitrary: fc.constant([]) },
      ),
    }),
    optional("maxConcurrency", fc.integer({ min: 1, max: 2 })),
    optional("completion", completionArbitrary),
    optional("nesting", fc.constant("FLAT" as const)),
    awaited,
  );
}

function operandsArbitrary(limits: Limits, features: Features, depth: number): fc.Arbitrary<Block> {
  const plain: Features = { ...features, unawaited: false };
  const usable = features.kinds.filter(
    (kind) => kind !== "work" && !["all", "allSettled", "any", "race"].includes(kind),
  );
  const operand = operationArbitrary(limits, { ...plain, kinds: usable }, depth - 1);
  return fc.array(operand, { minLength: 1, maxLength: 3 });
}
