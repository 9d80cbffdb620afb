/**
 * A service in a process of its own, which is killed where the schedule says that a call to it fails,
 * and started again on its file.
 *
 * Beside it runs the same service in memory, which nothing ever happens to. What the process answers
 * has to be what that one does, and what it has after a restart what that one has: if it has been
 * killed before the end of a transaction nothing of it, else all.
 *
 * Most calls come from the engine, which may catch whatever a call throws. What is wrong with the store
 * is kept here therefore, and is the error of the run: see `run-backend.ts`.
 */
import { plainAnswer } from "../backend/execution-end.ts";
import { RestorableService } from "../backend/restorable.ts";
import type { ServiceOptions } from "../backend/service.ts";
import type { TransactionEdge } from "../backend/sqlite/file.ts";
import type { WireAnswer } from "../backend/wire.ts";
import {
  type CheckpointReply,
  type CheckpointRequest,
  type Page,
  ServiceError,
  type StateRequest,
} from "../backend/wire.ts";
import type { BackendMethod, Outcome } from "./backend-messages.ts";
import type { BackendProcesses } from "./backend-processes.ts";

/** The process has lost or half done something; says what. */
export class LossError extends Error {}

/** Where the process is killed by how the call fails for the engine. */
const EDGE_OF = { "request-lost": "before", "server-error": "within" } as const;

type Compared<Method extends keyof RestorableService> = RestorableService[Method] extends (
  ...all: never[]
) => infer Value
  ? Value
  : never;

export class KilledService extends RestorableService {
  private readonly processes: BackendProcesses;
  private readonly file: string;
  /** The first thing that went wrong with the process or what it stores; nothing goes on after it. */
  failure: { readonly error: unknown } | undefined;

  constructor(options: ServiceOptions, processes: BackendProcesses) {
    super(options);
    this.processes = processes;
    this.file = processes.newFile();
    this.begin("create");
  }

  override startInvocation() {
    return this.both("startInvocation", [], () => super.startInvocation());
  }

  override checkpoint(request: CheckpointRequest): CheckpointReply {
    return this.both("checkpoint", [request], () => super.checkpoint(request));
  }

  /** Killed after it has recorded or refused the call, before it could answer. */
  override checkpointUnheard(request: CheckpointRequest): CheckpointReply {
    return this.keepingFailure(() => {
      const found = this.askAndKill(request, "after");
      const outcome = requireAgreed("checkpoint", found, () => super.checkpoint(request));
      this.restart("checkpoint that was answered and not heard");
      return valueIn<CheckpointReply>(outcome);
    });
  }

  /** Killed before the transaction of the call, or within it. */
  override loseCheckpoint(request: CheckpointRequest, failure: keyof typeof EDGE_OF): void {
    const edge = EDGE_OF[failure];
    this.keepingFailure(() => {
      this.askAndKill(request, edge);
      this.restart(`checkpoint that was cut off ${edge} its transaction`);
    });
  }

  override state(request: StateRequest): Page {
    return this.both("state", [request], () => super.state(request));
  }

  override answer(answer: WireAnswer): void {
    this.both("answer", [plainAnswer(answer)], () => super.answer(answer));
  }

  override fireTimers() {
    return this.both("fireTimers", [], () => super.fireTimers());
  }

  override endFromOutside(...all: Parameters<RestorableService["endFromOutside"]>): boolean {
    return this.both("endFromOutside", all, () => super.endFromOutside(...all));
  }

  override heartbeat(id: string): boolean {
    return this.both("heartbeat", [id], () => super.heartbeat(id));
  }

  override useTokenUp(): void {
    this.both("useTokenUp", [], () => super.useTokenUp());
  }

  override withholdToken(): void {
    this.both("withholdToken", [], () => super.withholdToken());
  }

  /** Calls the one in memory and the one in the process. @throws LossError if they differ. */
  private both<Method extends BackendMethod>(
    method: Method,
    parameters: readonly unknown[],
    inMemory: () => Compared<Method>,
  ): Compared<Method> {
    return this.keepingFailure(() => {
      const request = { kind: "call", method, parameters, now: this.options.now() } as const;
      const wasOver = this.end !== undefined;
      const { outcome } = this.processes.current.ask(request);
      const agreed = requireAgreed(method, outcome as Outcome, inMemory);
      // No call that could fail comes after it: what has ended is read from the file once more.
      if (!wasOver && this.end !== undefined) this.restart(`call of ${method} that ended it all`);
      return valueIn<Compared<Method>>(agreed);
    });
  }

  /** Does it, and keeps what it throws unless it is what a service answers. */
  private keepingFailure<Value>(act: () => Value): Value {
    if (this.failure !== undefined) throw this.failure.error;
    try {
      return act();
    } catch (error) {
      if (!(error instanceof ServiceError)) this.failure = { error };
      throw error;
    }
  }

  /** Gives what the process would have answered. */
  private askAndKill(request: CheckpointRequest, standStill: TransactionEdge): Outcome {
    const now = this.options.now();
    const parameters = [request];
    const call = { kind: "call", method: "checkpoint", parameters, now, standStill } as const;
    const said = this.processes.current.ask(call);
    if (said.kind !== "standing") throw new Error("The process of the service went on");
    this.processes.kill(standStill);
    return said.outcome ?? { value: undefined };
  }

  /** Has the process that serves now begin with the file anew. @throws LossError if it is not as it was. */
  private restart(after: string): void {
    this.begin("open");
    const now = this.options.now();
    const remember = { kind: "call", method: "remembered", parameters: [], now } as const;
    const { outcome } = this.processes.current.ask(remember);
    requireSame(`what is there after a ${after}`, { value: this.remembered() }, outcome);
  }

  private begin(kind: "create" | "open"): void {
    const { now, date: _, ...options } = this.options;
    this.processes.current.ask({ kind, file: this.file, options, now: now() });
  }
}

function attempt(act: () => unknown): Outcome {
  try {
    return { value: act() };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { name, message } = error;
    return { refused: { name, message, status: error.$metadata.httpStatusCode } };
  }
}

/** What the process has answered. @throws LossError if the one in memory does not answer so too. */
function requireAgreed(method: string, found: Outcome, inMemory: () => unknown): Outcome {
  requireSame(`what ${method} gives`, attempt(inMemory), found);
  return found;
}

/** @throws ServiceError where it was refused. */
function valueIn<Value>(outcome: Outcome): Value {
  if ("value" in outcome) return outcome.value as Value;
  const { name, message, status } = outcome.refused;
  throw new ServiceError(name, message, status);
}

/** @throws LossError */
function requireSame(what: string, expected: unknown, found: unknown): void {
  const [one, other] = [JSON.stringify(expected), JSON.stringify(found)];
  if (one === other) return;
  throw new LossError(`The service in the process differs in ${what}: ${other} and not ${one}`);
}
