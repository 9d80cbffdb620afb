/**
 * The contract of an engine under test: it runs one invocation of a handler against a durable
 * execution service that the harness gives it. Adapters translate and hold no expectations.
 */
import type { Guarantees } from "../model/guarantees.ts";
import type { HelperRetry, WaitHelper } from "../model/retry.ts";
import type { Batch, Combinator, Completion, Semantics } from "../model/workflow.ts";
import type {
  CheckpointReply,
  CheckpointRequest,
  Page,
  StateReply,
  StateRequest,
  WireAnswer,
} from "./backend/wire.ts";

export type { Page, ServiceError, WireAnswer, WireOperation, WireUpdate } from "./backend/wire.ts";
export { NotImplementedError } from "./not-implemented.ts";

export interface Engine {
  /** As people name it on the command line, for instance `aws-sdk@2.4.0`. */
  readonly name: string;
  readonly guarantees: Guarantees;
  /** Runs one invocation. A rejection means that the invocation died without an answer. */
  invoke(invocation: EngineInvocation): Promise<WireAnswer>;
}

/** What an engine is given for one invocation. */
export interface EngineInvocation {
  readonly arn: string;
  readonly requestId: string;
  readonly token: string;
  /** The first page of the log, which may be empty. The first operation of the log is the execution itself. */
  readonly page: Page;
  readonly transport: Transport;
  readonly remainingMilliseconds: () => number;
  /** `input` is what the execution was started with, read from `InputPayload` of the log's first operation. */
  readonly handler: (context: EngineContext, input: unknown) => Promise<unknown>;
}

/** The two calls that an engine makes to its service. */
export interface Transport {
  readonly checkpoint: (request: CheckpointRequest) => Promise<CheckpointReply>;
  readonly getExecutionState: (request: StateRequest) => Promise<StateReply>;
}

/** The engine's own context, as far as the interpreter of workflows needs it. */
export interface EngineContext {
  step(name: string, body: StepBody, options: StepOptions): PromiseLike<unknown>;
  wait(name: string, seconds: number): PromiseLike<unknown>;
  invoke(name: string, request: InvokeRequest, options?: InvokeOptions): PromiseLike<unknown>;
  /**
   * Resolves once the callback is there: `id` is the service's, by which an outside party ends it, and
   * `result` waits for that.
   */
  callback(
    name: string,
    options: CallbackOptions,
  ): Promise<{ readonly id: string; readonly result: PromiseLike<unknown> }>;
  /** The submitter hands the id of the callback out. */
  waitForCallback(
    name: string,
    submitter: (id: string) => Promise<void>,
    options: WaitForCallbackOptions,
  ): PromiseLike<unknown>;
  /**
   * `check` gets the state of the poll before, as it is read again; at first, and where that was
   * undefined, `initialState`.
   */
  waitForCondition(
    name: string,
    check: (state: unknown, attempt: number | undefined) => Promise<unknown>,
    options: ConditionOptions,
  ): PromiseLike<unknown>;
  child(name: string, body: ContextBody, options?: ChildOptions): PromiseLike<unknown>;
  batch(
    kind: Batch["kind"],
    name: string,
    branches: readonly { readonly name: string; readonly body: ContextBody }[],
    options: BatchOptions,
  ): PromiseLike<BatchView>;
  combine(
    kind: Combinator["kind"],
    name: string,
    operands: readonly PromiseLike<unknown>[],
  ): PromiseLike<unknown>;
  /**
   * The engine's own helper for retry strategies, set up as the policy says; an engine that has
   * none leaves it out or gives undefined, and then user code has a function of its own.
   */
  retryHelper?(policy: HelperRetry): Strategy | undefined;
  /** The same for the polls of a condition that is to go on while `goesOn` says so. */
  waitHelper?(settings: WaitHelper, goesOn: (state: unknown) => boolean): WaitStrategy | undefined;
}

export type ContextBody = (context: EngineContext) => Promise<unknown>;

/** `attempt` is what the engine tells the body, undefined if it tells nothing. */
export type StepBody = (attempt: number | undefined) => Promise<unknown>;

/** What a retry strategy answers; it may name no delay. */
export type StrategyAnswer =
  | { readonly kind: "stop" }
  | { readonly kind: "retry"; readonly delaySeconds?: number };

/** A retry strategy; it may throw, and it may change the error that it is given. */
export type Strategy = (error: Error, attempt: number) => StrategyAnswer;

export interface StepOptions {
  readonly semantics: Semantics;
  /** Absent where the engine's own default applies. */
  readonly strategy?: Strategy;
  readonly serdes?: Serdes;
}

/** How a result travels to the log and back; JSON where there is none. */
export interface Serdes {
  readonly serialize: (value: unknown) => Promise<string | undefined>;
  readonly deserialize: Deserialize;
}

export type Deserialize = (text: string | undefined) => Promise<unknown>;

/** Whether to poll again after this state, and when; it may throw, which ends the operation. */
export type WaitStrategy = (state: unknown, attempt: number) => StrategyAnswer;

export interface ConditionOptions {
  readonly initialState: unknown;
  readonly strategy: WaitStrategy;
  readonly serdes?: Serdes;
}

export interface ChildOptions {
  readonly serdes?: Serdes;
}

/** What is invoked, and with what: the input travels as JSON. */
export interface InvokeRequest {
  readonly functionName: string;
  readonly input: unknown;
}

/** How the result of the invoked function is read: as JSON where nothing is said. */
export interface InvokeOptions {
  readonly deserialize?: Deserialize;
}

/** Of a callback the result is handed on as the text that it is where nothing is said. */
export interface CallbackOptions {
  readonly timeoutSeconds?: number;
  /** How long the outside party may be silent. */
  readonly heartbeatSeconds?: number;
  readonly deserialize?: Deserialize;
}

/** The strategy is that of the submitter; absent where the engine's own default applies. */
export interface WaitForCallbackOptions extends CallbackOptions {
  readonly strategy?: Strategy;
}

export interface BatchOptions {
  readonly maxConcurrency?: number;
  readonly completion?: Completion;
  readonly flat: boolean;
  /** Of the result of each branch. */
  readonly itemSerdes?: Serdes;
  /** Of the whole result, in the engine's own form, as are the errors in it. */
  readonly serdes?: Serdes;
}

/** What became of a batch, as every engine can tell it. */
export interface BatchView {
  readonly reason: string;
  readonly items: readonly BatchItemView[];
}

export type BatchItemView =
  | { readonly index: number; readonly status: "SUCCEEDED"; readonly value?: unknown }
  | { readonly index: number; readonly status: "FAILED"; readonly error: unknown }
  | { readonly index: number; readonly status: "STARTED" };
