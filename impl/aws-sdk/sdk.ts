/**
 * The parts of `@aws/durable-execution-sdk-js` that the adapter uses, as they are in every published
 * version, and how a version is loaded.
 */

import type { Jitter } from "../../model/retry.ts";
import type { Completion } from "../../model/workflow.ts";
import type { Page, WireAnswer } from "../backend/wire.ts";
import type { Serdes, Transport } from "../engine.ts";
import { shareConsole } from "./console.ts";

/** Every published version; each is installed under the alias `aws-sdk-VERSION`. */
export const SDK_VERSIONS = [
  "1.0.1",
  "1.0.2",
  "1.1.0",
  "1.1.1",
  "1.1.7",
  "2.0.0",
  "2.1.0",
  "2.2.0",
  "2.3.0",
  "2.3.1",
  "2.4.0",
] as const;
export type SdkVersion = (typeof SDK_VERSIONS)[number];
export const NEWEST_SDK_VERSION: SdkVersion = "2.4.0";

/** What bodies are given; `attempt` is absent before 2.0.0. */
export interface SdkStepContext {
  readonly attempt?: number;
}

interface Seconds {
  readonly seconds: number;
}

export type RetryDecision =
  | { readonly shouldRetry: false }
  | { readonly shouldRetry: true; readonly delay?: Seconds };

export type SdkStrategy = (
  error: Error,
  attempt: number,
) => { readonly shouldRetry: boolean; readonly delay?: Seconds };

/** Of the helpers that make strategies; each knows its own. */
export interface SdkHelperOptions {
  readonly maxAttempts?: number;
  readonly initialDelay?: Seconds;
  readonly maxDelay?: Seconds;
  readonly backoffRate?: number;
  readonly increment?: Seconds;
  readonly jitter?: string;
}

export type SdkWaitStrategy = (
  state: unknown,
  attempt: number,
) =>
  | { readonly shouldContinue: false }
  | { readonly shouldContinue: true; readonly delay: Seconds };

export interface SdkCallbackOptions {
  readonly timeout?: Seconds;
  readonly heartbeatTimeout?: Seconds;
  readonly serdes?: Pick<Serdes, "deserialize">;
}

export interface SdkContext {
  step(
    name: string,
    body: (context: SdkStepContext) => Promise<unknown>,
    options: {
      readonly semantics: string;
      readonly retryStrategy?: (error: Error, attempt: number) => RetryDecision;
      readonly serdes?: Serdes;
    },
  ): PromiseLike<unknown>;
  wait(name: string, duration: Seconds): PromiseLike<unknown>;
  invoke(
    name: string,
    functionName: string,
    input: unknown,
    options: { readonly resultSerdes?: Serdes },
  ): PromiseLike<unknown>;
  createCallback(
    name: string,
    options: SdkCallbackOptions,
  ): PromiseLike<readonly [PromiseLike<unknown>, string]>;
  waitForCallback(
    name: string,
    submitter: (callbackId: string) => Promise<void>,
    options: SdkCallbackOptions & {
      readonly retryStrategy?: (error: Error, attempt: number) => RetryDecision;
    },
  ): PromiseLike<unknown>;
  waitForCondition(
    name: string,
    check: (state: unknown, context: SdkStepContext) => Promise<unknown>,
    options: {
      readonly initialState: unknown;
      readonly waitStrategy: SdkWaitStrategy;
      readonly serdes?: Serdes;
    },
  ): PromiseLike<unknown>;
  runInChildContext(
    name: string,
    body: (context: SdkContext) => Promise<unknown>,
    options: { readonly serdes?: Serdes },
  ): PromiseLike<unknown>;
  parallel(
    name: string,
    branches: readonly {
      readonly name: string;
      readonly func: (context: SdkContext) => Promise<unknown>;
    }[],
    options: SdkBatchOptions,
  ): PromiseLike<SdkBatchResult>;
  map(
    name: string,
    items: readonly unknown[],
    body: (context: SdkContext, item: unknown, index: number) => Promise<unknown>,
    options: SdkBatchOptions & { readonly itemNamer: (item: unknown, index: number) => string },
  ): PromiseLike<SdkBatchResult>;
  readonly promise: Readonly<
    Record<
      "all" | "allSettled" | "any" | "race",
      (name: string, promises: readonly PromiseLike<unknown>[]) => PromiseLike<unknown>
    >
  >;
}

export interface SdkBatchOptions {
  readonly maxConcurrency?: number;
  readonly completionConfig?: Completion;
  /** Unknown to versions before 2.0.0, which always nest. */
  readonly nesting?: string;
  /** Of each branch. */
  readonly itemSerdes?: Serdes;
  readonly serdes?: Serdes;
}

export interface SdkBatchResult {
  readonly completionReason: string;
  readonly all: readonly {
    readonly index: number;
    readonly status: string;
    readonly result?: unknown;
    readonly error?: unknown;
  }[];
}

export interface Sdk {
  withDurableExecution(
    handler: (event: unknown, context: SdkContext) => Promise<unknown>,
  ): (event: unknown, lambdaContext: unknown) => Promise<WireAnswer>;
  readonly DurableExecutionInvocationInputWithClient: new (
    input: {
      readonly InitialExecutionState: Page;
      readonly DurableExecutionArn: string;
      readonly CheckpointToken: string;
    },
    transport: Transport,
  ) => object;
  createWaitStrategy(
    options: SdkHelperOptions & { readonly shouldContinuePolling: (state: unknown) => boolean },
  ): SdkWaitStrategy;
  createRetryStrategy(options: SdkHelperOptions): SdkStrategy;
  /** There since 2.0.0. */
  readonly createLinearRetryStrategy?: (options: SdkHelperOptions) => SdkStrategy;
  readonly JitterStrategy: Readonly<Record<Jitter, string>>;
  readonly StepSemantics: Readonly<Record<"AtLeastOncePerRetry" | "AtMostOncePerRetry", string>>;
}

export const AWS_SDK_PACKAGE = "@aws/durable-execution-sdk-js";

/** @throws Error if this version is not installed here. */
export async function loadSdk(version: SdkVersion): Promise<Sdk> {
  shareConsole();
  return (await import(`aws-sdk-${version}`)) as Sdk;
}

/** A loaded module as the SDK. @throws Error if it lacks what the adapter needs. */
export function readSdk(name: string, module: unknown): Sdk {
  shareConsole();
  const needed = [
    "withDurableExecution",
    "DurableExecutionInvocationInputWithClient",
    "StepSemantics",
  ] as const satisfies readonly (keyof Sdk)[];
  const missing = needed.find((key) => (module as Partial<Sdk>)[key] === undefined);
  if (missing === undefined) return module as Sdk;
  throw new Error(`${name} can't be driven: it exports no ${missing}`);
}
