/**
 * A service in a process of its own, which is killed where the schedule says that a call to it fails,
 * and started again on its file.
 *
 * Beside it runs the same service in memory, which nothing ever happens to. What the process answers
 * has to be what that one does, and what it has after a restart what that one has: if it has been
 * killed before the end of a transaction nothing of it, else all.
 */
import { RestorableService } from "../backend/restorable.ts";
import type { ServiceOptions, WireAnswer } from "../backend/service.ts";
import type { TransactionEdge } from "../backend/sqlite/file.ts";
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

type Compared<Method extends keyof RestorableService> = RestorableService[Method] extends (
  ...all: never[]
) => infer Value
  ? Value
  : never;

export class KilledService extends RestorableService {
  private readonly processes: BackendProcesses;
  private readonly file: string;

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

  /** Killed after it has recorded the call, before it could answer. */
  override checkpointUnheard(request: CheckpointRequest): CheckpointReply {
    const outcome = this.askAndKill(request, "after");
    const reply = this.compare("checkpoint", outcome, () => super.checkpoint(request));
    this.restart("checkpoint that was recorded and not answered");
    return reply;
  }

  /** Killed before it has recorded anything of the call, or when it has recorded a part. */
  override loseCheckpoint(request: CheckpointRequest): void {
    const edge = this.processes.kills.before > this.processes.kills.within ? "within" : "before";
    this.askAndKill(request, edge);
    this.restart(`checkpoint that was cut off ${edge} its transaction`);
  }

  override state(request: StateRequest): Page {
    return this.both("state", [request], () => super.state(request));
  }

  override answer(answer: WireAnswer): void {
    this.both("answer", [{ Status: answer.Status }], () => super.answer(answer));
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

  /** Calls the one in memory and the one in the process. @throws LossError if they differ. */
  private both<Method extends BackendMethod>(
    method: Method,
    parameters: readonly unknown[],
    inMemory: () => Compared<Method>,
  ): Compared<Method> {
    const request = { kind: "call", method, parameters, now: this.options.now() } as const;
    const answer = this.processes.current.ask(request);
    return this.compare(method, answer.outcome as Outcome, inMemory);
  }

  /** What the process has answered, if the one in memory does so too. */
  private compare<Value>(method: string, outcome: Outcome, inMemory: () => Value): Value {
    const expected = attempt(inMemory);
    const found = "value" in outcome ? { value: outcome.value } : outcome;
    requireSame(`what ${method} gives`, expected, found);
    if ("value" in outcome) return outcome.value as Value;
    const { name, message, status } = outcome.refused;
    throw new ServiceError(name, message, status);
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

  /** Starts it again on its file. @throws LossError if it is not as it was. */
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

/** @throws LossError */
function requireSame(what: string, expected: unknown, found: unknown): void {
  const [one, other] = [JSON.stringify(expected), JSON.stringify(found)];
  if (one === other) return;
  throw new LossError(`The service in the process differs in ${what}: ${other} and not ${one}`);
}
