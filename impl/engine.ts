/**
 * The contract of an engine under test: it runs one invocation of a handler against a durable
 * execution service that the harness gives it. Adapters translate and hold no expectations.
 */
import type { Guarantees } from "../model/guarantees.ts";
import type { Decision } from "../model/history.ts";
import type { Semantics } from "../model/workflow.ts";
import type { WireAnswer } from "./backend/service.ts";
import type {
  CheckpointReply,
  CheckpointRequest,
  Page,
  StateReply,
  StateRequest,
} from "./backend/wire.ts";

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
  /** The first page of the log; the first operation is the execution itself. */
  readonly page: Page;
  readonly transport: Transport;
  readonly remainingMilliseconds: () => number;
  readonly handler: (context: EngineContext) => Promise<unknown>;
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
}

/** `attempt` is what the engine tells the body, undefined if it tells nothing. */
export type StepBody = (attempt: number | undefined) => Promise<unknown>;

export interface StepOptions {
  readonly semantics: Semantics;
  /** Absent where the engine's own default applies. */
  readonly strategy?: (error: Error, attempt: number) => Decision;
}
