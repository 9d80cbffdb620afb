/** The options that several kinds of operation have in common. */
import * as Schema from "effect/Schema";
import { integerBetween } from "./numbers.ts";
import { OddValue } from "./odd-value.ts";
import { RetryPolicy } from "./retry.ts";
import { Reader, Serdes } from "./serdes.ts";

/** The name of an operation: a letter, then letters, digits, `-` or `_`, at most 40 characters. */
export const OperationName = Schema.String.check(Schema.isPattern(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/));

/** When a step's body may run again after an interruption (semantics, section 2). */
export const Semantics = Schema.Literals(["AtLeastOncePerRetry", "AtMostOncePerRetry"]);
export type Semantics = typeof Semantics.Type;

/** What the body does in one run: after `milliseconds` of virtual time it returns or throws. */
export const BodyRun = Schema.Struct({
  does: Schema.Literals(["return", "throw"]),
  milliseconds: integerBetween(0, 86_400_000),
});
export type BodyRun = typeof BodyRun.Type;

/** The n-th entry is what a body does the n-th time it starts; the last one repeats. */
export const Runs = Schema.Array(BodyRun).check(Schema.isMinLength(1), Schema.isMaxLength(20));

/** Whether the handler lets the error of an operation pass, or catches it and goes on. */
export const OnError = Schema.Literals(["throw", "catch"]);

/**
 * When the handler awaits an operation that it has started: at once where absent, at the end of its
 * block, or never.
 */
export const Awaited = Schema.Literals(["later", "never"]);
export type Awaited = typeof Awaited.Type;

/** Extra bytes in a result, to come near the size limits of the service. */
export const padding = Schema.optionalKey(integerBetween(0, 8_000_000));
/** An odd value that is part of the result, or takes its place. */
export const gives = Schema.optionalKey(OddValue);
export const awaited = Schema.optionalKey(Awaited);
export const name = OperationName;
export const retry = Schema.optionalKey(RetryPolicy);
export const serdes = Schema.optionalKey(Serdes);
export const reader = Schema.optionalKey(Reader);
