/** Operations of each kind, with the options that the features of a batch allow. */
import fc from "fast-check";
import type { Limits } from "../../model/case.ts";
import type { Batch, Combinator, Operation } from "../../model/workflow.ts";
import type { Features, Option } from "./features.ts";
import {
  anyRetry,
  awaitedArbitrary,
  bodyRunArbitrary,
  callbackEnd,
  completionArbitrary,
  end,
  givesArbitraries,
  heartbeatsArbitrary,
  onError,
  optional,
  paddingArbitrary,
  readerArbitrary,
  retry,
  secondsArbitrary,
  semantics,
  serdesArbitrary,
  stateSerdesArbitrary,
  timeoutArbitrary,
  waitStrategyArbitrary,
} from "./options.ts";

export type Block = readonly Operation[];

/** Names are given once the whole workflow is there. */
const name = fc.constant("unnamed");

/** What is inside an operation that has others: a block of at most so many. */
export interface Inside {
  readonly block: (maximum: number) => fc.Arbitrary<Block>;
  readonly operands: fc.Arbitrary<Block>;
}

export function ofKind(
  kind: Operation["kind"],
  limits: Limits,
  features: Features,
  inside: Inside,
): fc.Arbitrary<Operation> {
  const given = (option: Option, arbitrary: fc.Arbitrary<object>) =>
    features.options.includes(option) ? [arbitrary] : [];
  const awaited = given("unawaited", awaitedArbitrary);
  // What fails is rarer than what does not, and may be there without it.
  const failing = features.options.includes("failing-serdes");
  const anySerdes = failing || features.options.includes("serdes");
  const serdes = anySerdes ? [serdesArbitrary(failing)] : [];
  const reader = anySerdes ? [readerArbitrary(failing)] : [];
  const gives = givesArbitraries(features.options);
  const result = (of: keyof typeof paddingArbitrary) => [
    ...given("padding", paddingArbitrary[of]),
    ...gives,
  ];
  const beats = given("heartbeats", heartbeatsArbitrary);
  const runs = fc.array(bodyRunArbitrary(limits), { minLength: 1, maxLength: 3 });
  switch (kind) {
    case "step": {
      const policy = features.options.includes("strategies") ? anyRetry(limits) : retry;
      const own = { kind: fc.constant(kind), name, semantics, retry: policy, runs, onError };
      return merge(fc.record(own), ...awaited, ...result("step"), ...serdes);
    }
    case "wait": {
      const own = { kind: fc.constant(kind), name, seconds: secondsArbitrary(limits) };
      return merge(fc.record(own), ...awaited);
    }
    case "work": {
      const milliseconds = fc.constantFrom(0, 1, 50, 1_500, 2_500);
      return fc.record({ kind: fc.constant(kind), name, milliseconds });
    }
    case "invoke":
      return merge(
        fc.record({ kind: fc.constant(kind), name, end, onError }),
        ...reader,
        ...awaited,
      );
    case "callback": {
      const own = { kind: fc.constant(kind), name, end: callbackEnd, onError };
      return merge(fc.record(own), timeoutArbitrary, ...beats, ...reader, ...awaited);
    }
    case "wait-for-callback": {
      const own = { kind: fc.constant(kind), name, runs, end: callbackEnd, onError };
      const strategies = given("strategies", optional("retry", anyRetry(limits)));
      return merge(
        fc.record(own),
        ...strategies,
        timeoutArbitrary,
        ...beats,
        ...reader,
        ...awaited,
      );
    }
    case "wait-for-condition": {
      const polls = fc.integer({ min: 1, max: 3 });
      const delaySeconds = fc.integer({ min: 1, max: 5 });
      const own = { kind: fc.constant(kind), name, polls, delaySeconds, runs, onError };
      const stateSerdes = anySerdes ? [stateSerdesArbitrary(failing)] : [];
      const strategies = given("strategies", waitStrategyArbitrary);
      return merge(fc.record(own), ...strategies, ...gives, ...stateSerdes, ...awaited);
    }
    case "child": {
      const own = { kind: fc.constant(kind), name, operations: inside.block(3), onError };
      return merge(fc.record(own), ...awaited, ...result("context"), ...serdes);
    }
    case "parallel":
    case "map": {
      const batchSerdes = [
        ...(anySerdes ? [serdesArbitrary(failing, "itemSerdes")] : []),
        ...given("serdes", optional("serdes", fc.constant("slow"))),
      ];
      return merge(
        batchArbitrary(
          kind,
          merge(fc.record({ operations: inside.block(2) }), ...result("context")),
        ),
        optional("maxConcurrency", fc.integer({ min: 1, max: 2 })),
        optional("completion", completionArbitrary),
        optional("nesting", fc.constant("FLAT")),
        ...batchSerdes,
        ...awaited,
      );
    }
    default:
      return merge(combinatorArbitrary(kind, inside.operands), ...awaited);
  }
}

function batchArbitrary(kind: Batch["kind"], branch: fc.Arbitrary<object>): fc.Arbitrary<object> {
  const branches = fc.oneof(
    { weight: 12, arbitrary: fc.array(branch, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant([]) },
  );
  return fc.record({ kind: fc.constant(kind), name, branches });
}

function combinatorArbitrary(
  kind: Combinator["kind"],
  operations: fc.Arbitrary<Block>,
): fc.Arbitrary<object> {
  return fc.record({ kind: fc.constant(kind), name, operations, onError });
}

/** The schema of cases holds all that is drawn to what it may be; a test sees to that. */
function merge<Merged = Operation>(
  base: fc.Arbitrary<object>,
  ...rest: readonly fc.Arbitrary<object>[]
): fc.Arbitrary<Merged> {
  return fc.tuple(base, ...rest).map((parts) => Object.assign({}, ...parts) as Merged);
}
