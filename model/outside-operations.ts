/** Operations that somebody outside ends: invoked functions and callbacks. */
import * as Schema from "effect/Schema";
import { integerBetween } from "./numbers.ts";
import { awaited, name, OnError, Runs, reader, retry } from "./operation-options.ts";

/** How an outside party ends what it was asked for, `seconds` after it was started. */
export const OutsideEnd = Schema.Struct({
  does: Schema.Literals(["succeed", "fail", "time-out", "stop"]),
  seconds: integerBetween(0, 86_400),
});
export type OutsideEnd = typeof OutsideEnd.Type;

/** A callback is stopped by nobody: who could end it with success or failure, or leaves it. */
const CallbackEnd = Schema.Struct({
  does: Schema.Literals(["succeed", "fail", "time-out"]),
  seconds: integerBetween(0, 86_400),
});

/** Another function, run as its own execution. */
export const Invoke = Schema.Struct({
  kind: Schema.Literal("invoke"),
  name,
  end: OutsideEnd,
  /** How the result is read. */
  serdes: reader,
  onError: OnError,
  awaited,
});
export type Invoke = typeof Invoke.Type;

/** What callbacks have, whether a submitter hands their id out or not. */
const callbackOptions = {
  timeoutSeconds: Schema.optionalKey(integerBetween(1, 86_400)),
  /** How long the outside party may be silent. */
  heartbeatSeconds: Schema.optionalKey(integerBetween(1, 86_400)),
  /** The seconds after the start at which the outside party gives a sign of life. */
  beats: Schema.optionalKey(
    Schema.Array(integerBetween(0, 86_400)).check(Schema.isMinLength(1), Schema.isMaxLength(20)),
  ),
  /** How the result is read. */
  serdes: reader,
};

/** A callback that an outside party ends; `time-out` means that nobody does before the timeout. */
export const Callback = Schema.Struct({
  kind: Schema.Literal("callback"),
  name,
  end: CallbackEnd,
  ...callbackOptions,
  onError: OnError,
  awaited,
});
export type Callback = typeof Callback.Type;

/** A callback with the step that hands its id out: `name-callback` and `name-submitter`. */
export const WaitForCallback = Schema.Struct({
  kind: Schema.Literal("wait-for-callback"),
  name,
  /** What the submitter does. */
  runs: Runs,
  /** Whether the submitter is retried; never where absent. */
  retry,
  end: CallbackEnd,
  ...callbackOptions,
  onError: OnError,
  awaited,
});
export type WaitForCallback = typeof WaitForCallback.Type;
