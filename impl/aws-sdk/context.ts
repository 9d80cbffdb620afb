/** The SDK's context behind the contract that the interpreter uses. It translates, and expects nothing. */
import { viewError } from "../../model/outcome.ts";
import type { HelperRetry, WaitHelper } from "../../model/retry.ts";
import type {
  BatchItemView,
  BatchOptions,
  BatchView,
  CallbackOptions,
  ContextBody,
  EngineContext,
  Strategy,
  WaitStrategy,
} from "../engine.ts";
import type {
  RetryDecision,
  Sdk,
  SdkBatchOptions,
  SdkBatchResult,
  SdkContext,
  SdkHelperOptions,
} from "./sdk.ts";

export function adaptContext(sdk: Sdk, context: SdkContext): EngineContext {
  const adaptBody = (body: ContextBody) => (inner: SdkContext) => body(adaptContext(sdk, inner));
  return {
    step: (name, body, { semantics, strategy, serdes }) =>
      context.step(name, ({ attempt }) => body(attempt), {
        semantics: sdk.StepSemantics[semantics],
        ...strategyOf({ strategy }),
        ...(serdes === undefined ? {} : { serdes }),
      }),
    wait: (name, seconds) => context.wait(name, { seconds }),
    invoke: (name, { functionName, input }, { deserialize } = {}) =>
      context.invoke(
        name,
        functionName,
        input,
        deserialize === undefined
          ? {}
          : { resultSerdes: { serialize: async (value) => JSON.stringify(value), deserialize } },
      ),
    callback: async (name, options) => {
      const [result, id] = await context.createCallback(name, callbackOptions(options));
      return { id, result };
    },
    waitForCallback: (name, submitter, options) =>
      context.waitForCallback(name, (id) => submitter(id), {
        ...callbackOptions(options),
        ...strategyOf(options),
      }),
    waitForCondition: (name, check, { initialState, strategy, serdes }) =>
      context.waitForCondition(name, (state, { attempt }) => check(state, attempt), {
        initialState,
        waitStrategy: (state, attempt) => {
          const answer = strategy(state, attempt);
          return answer.kind === "stop"
            ? { shouldContinue: false }
            : { shouldContinue: true, delay: { seconds: answer.delaySeconds ?? 1 } };
        },
        ...(serdes === undefined ? {} : { serdes }),
      }),
    child: (name, body, options = {}) => context.runInChildContext(name, adaptBody(body), options),
    batch: (kind, name, branches, options) => {
      const adapted = branches.map((branch) => ({
        name: branch.name,
        func: adaptBody(branch.body),
      }));
      const settings = batchOptions(options);
      if (kind === "parallel") return viewBatch(context.parallel(name, adapted, settings));
      const items = branches.map((_, index) => index);
      const mapped = context.map(
        name,
        items,
        (inner, _item, index) => (adapted[index] as (typeof adapted)[number]).func(inner),
        { ...settings, itemNamer: (_item, index) => branches[index]?.name ?? "" },
      );
      return viewBatch(mapped);
    },
    retryHelper: (policy) => adaptHelper(sdk, policy),
    waitHelper: (settings, goesOn) => adaptWaitHelper(sdk, settings, goesOn),
    combine: (kind, name, operands) => viewCombined(kind, context.promise[kind](name, operands)),
  };
}

function strategyOf({ strategy }: { readonly strategy?: Strategy | undefined }) {
  if (strategy === undefined) return {};
  const retryStrategy = (error: Error, attempt: number): RetryDecision => {
    const answer = strategy(error, attempt);
    if (answer.kind === "stop") return { shouldRetry: false };
    const { delaySeconds: seconds } = answer;
    return { shouldRetry: true, ...(seconds === undefined ? {} : { delay: { seconds } }) };
  };
  return { retryStrategy };
}

/** The SDK's helper, if this version has it. */
function adaptHelper(sdk: Sdk, policy: HelperRetry): Strategy | undefined {
  const helper =
    policy.policy === "exponential" ? sdk.createRetryStrategy : sdk.createLinearRetryStrategy;
  const strategy = helper?.(helperOptions(sdk, policy));
  if (strategy === undefined) return undefined;
  return (error, attempt) => {
    const { shouldRetry, delay } = strategy(error, attempt);
    if (!shouldRetry) return { kind: "stop" };
    return { kind: "retry", ...(delay === undefined ? {} : { delaySeconds: delay.seconds }) };
  };
}

/** What is absent is the helper's own; a key without a value would not be. */
function helperOptions(sdk: Sdk, policy: HelperRetry): SdkHelperOptions {
  const { attempts, initialSeconds, maximumSeconds, jitter } = policy;
  const options = {
    ...present("maxAttempts", attempts),
    ...present("initialDelay", inSeconds(initialSeconds)),
    ...present("maxDelay", inSeconds(maximumSeconds)),
    ...present("jitter", jitter === undefined ? undefined : sdk.JitterStrategy[jitter]),
  };
  return policy.policy === "exponential"
    ? { ...options, ...present("backoffRate", policy.rate) }
    : { ...options, ...present("increment", inSeconds(policy.incrementSeconds)) };
}

function adaptWaitHelper(
  sdk: Sdk,
  settings: WaitHelper,
  goesOn: (state: unknown) => boolean,
): WaitStrategy {
  const strategy = sdk.createWaitStrategy({
    ...helperOptions(sdk, { policy: "exponential", ...settings }),
    shouldContinuePolling: goesOn,
  });
  return (state, attempt) => {
    const decision = strategy(state, attempt);
    if (!decision.shouldContinue) return { kind: "stop" };
    return { kind: "retry", delaySeconds: decision.delay.seconds };
  };
}

function inSeconds(seconds: number | undefined) {
  return seconds === undefined ? undefined : { seconds };
}

function present(key: keyof SdkHelperOptions, value: unknown): SdkHelperOptions {
  return value === undefined ? {} : { [key]: value };
}

function callbackOptions({ timeoutSeconds, heartbeatSeconds, deserialize }: CallbackOptions) {
  return {
    ...(timeoutSeconds === undefined ? {} : { timeout: { seconds: timeoutSeconds } }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatTimeout: { seconds: heartbeatSeconds } }),
    ...(deserialize === undefined ? {} : { serdes: { deserialize } }),
  };
}

function batchOptions(options: BatchOptions): SdkBatchOptions {
  const { maxConcurrency, completion, flat, itemSerdes, serdes } = options;
  return {
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ...(completion === undefined ? {} : { completionConfig: completion }),
    ...(flat ? { nesting: "FLAT" } : {}),
    ...(itemSerdes === undefined ? {} : { itemSerdes }),
    ...(serdes === undefined ? {} : { serdes }),
  };
}

/** Not awaited here: as with the SDK's own promise, work goes on whether anybody awaits it or not. */
function viewBatch(promise: PromiseLike<SdkBatchResult>): PromiseLike<BatchView> {
  return lazily(promise, ({ completionReason, all }) => ({
    reason: completionReason,
    items: all.map(({ index, status, result, error }): BatchItemView => {
      if (status === "SUCCEEDED") {
        return { index, status, ...(result === undefined ? {} : { value: result }) };
      }
      if (status === "FAILED") return { index, status, error: viewError(error) };
      return { index, status: "STARTED" };
    }),
  }));
}

function viewCombined(kind: string, promise: PromiseLike<unknown>): PromiseLike<unknown> {
  if (kind !== "allSettled") return promise;
  return lazily(promise, (value) =>
    (value as readonly PromiseSettledResult<unknown>[]).map((each) =>
      each.status === "fulfilled"
        ? { status: each.status, value: each.value }
        : { status: each.status, reason: viewError(each.reason) },
    ),
  );
}

/** A promise that maps another one when it is awaited, and does not await it before. */
function lazily<From, To>(promise: PromiseLike<From>, map: (value: From) => To): PromiseLike<To> {
  return {
    // biome-ignore lint/suspicious/noThenProperty: it has to be a thenable, as the SDK's promises are
    then: (fulfilled, rejected) => promise.then(map).then(fulfilled, rejected),
  };
}
