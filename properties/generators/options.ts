/** The options of operations, weighted so that most are plain and every combination comes up. */
import fc from "fast-check";
import type { Limits } from "../../model/case.ts";
import { LOSSY_VALUES, UNWRITABLE_VALUES } from "../../model/odd-value.ts";
import type { RetryPolicy } from "../../model/retry.ts";
import type { Awaited, BodyRun, Callback, Completion, OutsideEnd } from "../../model/workflow.ts";
import type { Option } from "./features.ts";
import { areLong } from "./limits.ts";

const criteria = {
  minSuccessful: fc.integer({ min: 1, max: 2 }),
  toleratedFailureCount: fc.integer({ min: 0, max: 2 }),
  toleratedFailurePercentage: fc.constantFrom(0, 40, 100),
};

/** Each criterion by itself, and any of them together; without one a batch fails fast. */
export const completionArbitrary: fc.Arbitrary<Completion> = fc.oneof(
  ...Object.entries(criteria).map(([criterion, value]) => fc.record({ [criterion]: value })),
  { weight: 2, arbitrary: fc.record(criteria, { requiredKeys: [] }) },
);

export function optional<Value>(key: string, value: fc.Arbitrary<Value>): fc.Arbitrary<object> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: value.map((given) => ({ [key]: given })) },
  );
}

export const awaitedArbitrary = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ awaited: "later" as Awaited }) },
  { weight: 1, arbitrary: fc.constant({ awaited: "never" as Awaited }) },
);
/** Around the 256 KB at which the result of a context is no longer recorded. */
const large = fc.constantFrom({ padding: 262_000 }, { padding: 270_000 });
/** A context decides whether it is recorded; a step is one all the same. */
export const paddingArbitrary = {
  step: fc.oneof({ weight: 8, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: large }),
  context: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: large }),
};
const lossyArbitrary = optional("gives", fc.constantFrom(...LOSSY_VALUES));
/** Rarely: with one of them the execution comes to nothing. */
const unwritableArbitrary = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom(...UNWRITABLE_VALUES).map((gives) => ({ gives })) },
);

/** The odd values that results may have in them. */
export function givesArbitraries(options: readonly Option[]): readonly fc.Arbitrary<object>[] {
  return [
    ...(options.includes("odd-values") ? [lossyArbitrary] : []),
    ...(options.includes("unwritable-values") ? [unwritableArbitrary] : []),
  ];
}

export const onError = fc.constantFrom("throw" as const, "catch" as const);
/**
 * How results travel; a serdes that fails once costs an invocation. Many are used once only: the
 * later the use in which it fails, the more seldom it does.
 */
const serdesKind = fc.constantFrom("slow" as const, "asymmetric" as const);
const writers = earlierRather("write-fails-once", "write-fails-second", "write-fails-third");
const readers = earlierRather("read-fails-once", "read-fails-second", "read-fails-third");
const failingReader = fc.constantFrom(...readers);
const failingKind = fc.constantFrom(...writers, ...readers);

/** `failing`: whether there may be one that fails. */
export function serdesArbitrary(failing: boolean, key = "serdes"): fc.Arbitrary<object> {
  return optional(key, failing ? mostly(serdesKind, failingKind) : serdesKind);
}

/** Of a condition's state, which is written and read at each poll: one that fails is no rarity. */
export function stateSerdesArbitrary(failing: boolean): fc.Arbitrary<object> {
  const usual = serdesArbitrary(failing);
  return failing
    ? mostly(
        usual,
        failingKind.map((serdes) => ({ serdes })),
      )
    : usual;
}

/** Of what an outside party has answered. */
export function readerArbitrary(failing: boolean): fc.Arbitrary<object> {
  return optional("serdes", failing ? mostly(serdesKind, failingReader) : serdesKind);
}

function earlierRather<const Kind>(first: Kind, second: Kind, third: Kind): readonly Kind[] {
  return [first, first, first, second, second, third];
}

function mostly<Usual, Rare>(
  usual: fc.Arbitrary<Usual>,
  rare: fc.Arbitrary<Rare>,
): fc.Arbitrary<Usual | Rare> {
  return fc.oneof({ weight: 2, arbitrary: usual }, { weight: 1, arbitrary: rare });
}

export const timeoutArbitrary = optional("timeoutSeconds", fc.constantFrom(1, 5, 20));
/** Around the moments at which parties end callbacks. */
export const heartbeatsArbitrary: fc.Arbitrary<object> = fc
  .tuple(
    fc.constantFrom({ heartbeatSeconds: 1 }, { heartbeatSeconds: 3 }, {}),
    optional("beats", fc.array(fc.constantFrom(0, 1, 2, 5), { minLength: 1, maxLength: 3 })),
  )
  .map((parts) => Object.assign({}, ...parts));
export const semantics = fc.constantFrom(
  "AtLeastOncePerRetry" as const,
  "AtMostOncePerRetry" as const,
);

export const end: fc.Arbitrary<OutsideEnd> = fc.record({
  does: fc.constantFrom("succeed", "succeed", "fail", "time-out", "stop"),
  seconds: fc.constantFrom(0, 1, 2, 7),
});
export const callbackEnd: fc.Arbitrary<Callback["end"]> = fc.record({
  does: fc.constantFrom("succeed", "succeed", "fail", "time-out"),
  seconds: fc.constantFrom(0, 1, 2, 7),
});

/** Around the 24.8 days that are the longest timer of Node, and the 49.7 days of 32 bits; a year. */
const LONG_SECONDS = [2_147_483, 2_147_484, 4_294_968, 31_536_000] as const;

export function secondsArbitrary(limits: Limits): fc.Arbitrary<number> {
  const { executionSeconds } = limits;
  if (areLong(limits)) return fc.oneof(fc.constantFrom(1, 20), fc.constantFrom(...LONG_SECONDS));
  return fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 20 }) },
    { weight: 1, arbitrary: fc.constantFrom(executionSeconds + 1, 2_592_000) },
  );
}

export const retry: fc.Arbitrary<RetryPolicy> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ policy: "default" as const }) },
  { weight: 2, arbitrary: fc.constant({ policy: "never" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      policy: fc.constant("limited" as const),
      attempts: fc.integer({ min: 1, max: 4 }),
      delaySeconds: fc.integer({ min: 1, max: 10 }),
    }),
  },
);

/** Strategies of every kind: the engine's own, its helpers, and the user's, which may be odd. */
export function anyRetry(limits: Limits): fc.Arbitrary<RetryPolicy> {
  return fc.oneof(
    { weight: 4, arbitrary: retry },
    { weight: 2, arbitrary: ownRetry(limits) },
    { weight: 2, arbitrary: helperRetry() },
  );
}

function ownRetry(limits: Limits): fc.Arbitrary<RetryPolicy> {
  const delays = areLong(limits) ? [1, ...LONG_SECONDS] : [1, 3, 10, 2_592_000];
  return fc
    .tuple(
      fc.record({
        policy: fc.constant("limited" as const),
        attempts: fc.integer({ min: 1, max: 3 }),
      }),
      optional("delaySeconds", fc.constantFrom(...delays)),
      optional("manner", fc.constantFrom("throws" as const, "mutates" as const)),
    )
    .map((parts) => Object.assign({}, ...parts) as RetryPolicy);
}

function helperSettings(): readonly fc.Arbitrary<object>[] {
  return [
    optional("attempts", fc.integer({ min: 1, max: 4 })),
    optional("initialSeconds", fc.constantFrom(1, 2, 7)),
    optional("maximumSeconds", fc.constantFrom(1, 3, 10)),
    optional("jitter", fc.constantFrom("FULL", "HALF", "NONE")),
  ];
}

function helperRetry(): fc.Arbitrary<RetryPolicy> {
  const common = helperSettings();
  const rate = optional("rate", fc.constantFrom(1, 1.5, 3));
  const increment = optional("incrementSeconds", fc.constantFrom(1, 4));
  const exponential = fc.tuple(fc.constant({ policy: "exponential" }), rate, ...common);
  const linear = fc.tuple(fc.constant({ policy: "linear" }), increment, ...common);
  return fc.oneof(exponential, linear).map((parts) => Object.assign({}, ...parts) as RetryPolicy);
}

/** The user's own strategy that gives up after some polls, or the engine's helper. */
export const waitStrategyArbitrary: fc.Arbitrary<object> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }).map((attempts) => ({ attempts })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(optional("rate", fc.constantFrom(1, 1.5, 3)), ...helperSettings())
      .map((parts) => ({ helper: Object.assign({}, ...parts) })),
  },
);

/**
 * Mostly instant; sometimes some time; now and then longer than an invocation may last. Not where
 * executions are long: an engine that polls meanwhile would do so for ever.
 */
export function bodyRunArbitrary(limits: Limits): fc.Arbitrary<BodyRun> {
  const longest = areLong(limits) ? 2_500 : limits.invocationSeconds * 1_000 + 500;
  return fc.record({
    does: fc.oneof(
      { weight: 3, arbitrary: fc.constant("return" as const) },
      { weight: 2, arbitrary: fc.constant("throw" as const) },
    ),
    milliseconds: fc.oneof(
      { weight: 5, arbitrary: fc.constant(0) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 4 }) },
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 2_000 }) },
      { weight: 1, arbitrary: fc.constant(longest) },
    ),
  });
}
