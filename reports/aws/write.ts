/**
 * A history in the form of AWS's GetDurableExecutionHistory, so that it can be laid beside one that
 * AWS recorded. It shows what reached the log and when invocations ended; the id of an operation is
 * its name, and virtual time begins with the year 2025.
 */
import type { Case } from "../../model/case.ts";
import type { ErrorView, Event, History, Outcome, Update } from "../../model/history.ts";
import { layFlat, type Node, type Program, ROOT } from "../../model/program.ts";
import type { AwsEvent } from "./history.ts";

/** An event before it has its number. */
type Numberless = Omit<AwsEvent, "EventId"> & Readonly<Record<string, unknown>>;

const EPOCH = Date.UTC(2025, 0, 1);

interface Written {
  readonly case: Case;
  readonly history: History;
}

export function renderAwsHistory(written: Written): string {
  return `${JSON.stringify({ Events: writeAwsHistory(written) }, null, 2)}\n`;
}

export function writeAwsHistory({ case: case_, history }: Written): readonly AwsEvent[] {
  const writer = new Writer(layFlat(case_.workflow));
  const start = { EventType: "ExecutionStarted", Id: "execution", EventTimestamp: time(0) };
  const events: Numberless[] = [
    { ...start, ExecutionStartedDetails: { Input: { Payload: "{}" } } },
    ...history.flatMap((event) => writer.write(event)),
  ];
  return events.map((event, index): AwsEvent => {
    const { EventType, ...rest } = event;
    return { EventType, EventId: index + 1, ...rest };
  });
}

/** Goes through a history, and remembers what later events need of earlier ones. */
class Writer {
  private readonly program: Program;
  private readonly attempts = new Map<string, number>();
  private outcome: Outcome | undefined;
  private startedAt = 0;
  private invocation = 0;

  constructor(program: Program) {
    this.program = program;
  }

  write(event: Event): readonly Numberless[] {
    switch (event.kind) {
      case "invocation-started":
        this.invocation = event.invocation;
        this.startedAt = event.at;
        return [];
      case "checkpoint-recorded":
        return event.updates.flatMap((update) => this.update(update, event.at));
      case "timer-fired":
        return this.timer(event.operation, event.at);
      case "outside-ended": {
        const what = this.node(event.operation)?.kind === "invoke" ? "ChainedInvoke" : "Callback";
        const type = `${what}${ENDS[event.status]}`;
        return [{ ...this.base(type, event.operation, event.at), [`${type}Details`]: {} }];
      }
      case "handler-finished":
        this.outcome = event.outcome;
        return [];
      case "invocation-answered":
        return event.answer.kind === "threw" ? [this.completed(event.at, event.answer.error)] : [];
      case "answer-accepted":
        return [this.completed(event.at, undefined)];
      case "interrupted":
        return [this.completed(event.at, INTERRUPTED[event.why])];
      case "execution-ended":
        return event.status === "RUNNING" ? [] : [this.ended(event.status, event.at)];
      default:
        return [];
    }
  }

  private update(update: Update, at: number): readonly Numberless[] {
    const { operation, type, action, payload, error, delaySeconds } = update;
    const result = { Result: payload === undefined ? {} : { Payload: payload } };
    const failure = { Error: error === undefined ? {} : { Payload: wireError(error) } };
    const what = TYPES[type];
    if (what === undefined) return [];
    if (action === "START") {
      const details = type === "WAIT" ? { Duration: delaySeconds, ...dueAt(at, delaySeconds) } : {};
      const name = `${what}Started`;
      return [{ ...this.base(name, operation, at), [`${name}Details`]: details }];
    }
    const CurrentAttempt = this.attempts.get(operation) ?? 1;
    const retry = { RetryDetails: { CurrentAttempt } };
    if (action === "RETRY") {
      this.attempts.set(operation, CurrentAttempt + 1);
      const again = {
        RetryDetails: { CurrentAttempt, NextAttemptDelaySeconds: delaySeconds ?? 0 },
      };
      return error === undefined
        ? [this.step("StepSucceeded", operation, at, { ...result, ...again })]
        : [this.step("StepFailed", operation, at, { ...failure, ...again })];
    }
    const name = `${what}${action === "SUCCEED" ? "Succeeded" : "Failed"}`;
    const details = action === "SUCCEED" ? result : failure;
    return [this.step(name, operation, at, type === "STEP" ? { ...details, ...retry } : details)];
  }

  private step(type: string, operation: string, at: number, details: object): Numberless {
    return { ...this.base(type, operation, at), [`${type}Details`]: details };
  }

  /** The end of a wait is recorded; that a step may be tried again is not. */
  private timer(operation: string, at: number): readonly Numberless[] {
    const node = this.node(operation);
    if (node?.operation.kind !== "wait") return [];
    const details = { WaitSucceededDetails: { Duration: node.operation.seconds } };
    return [{ ...this.base("WaitSucceeded", operation, at), ...details }];
  }

  private completed(at: number, error: ErrorView | undefined): Numberless {
    return {
      EventType: "InvocationCompleted",
      EventTimestamp: time(at),
      InvocationCompletedDetails: {
        StartTimestamp: time(this.startedAt),
        EndTimestamp: time(at),
        Error: error === undefined ? {} : { Payload: wireError(error) },
        RequestId: `request-${this.invocation}`,
      },
    };
  }

  private ended(status: keyof typeof ENDS, at: number): Numberless {
    const type = `Execution${ENDS[status]}`;
    const base = { EventType: type, Id: "execution", EventTimestamp: time(at) };
    if (this.outcome?.kind === "returned" && status === "SUCCEEDED") {
      const { value } = this.outcome;
      return {
        ...base,
        [`${type}Details`]: { Result: value === undefined ? {} : { Payload: value } },
      };
    }
    const error = this.outcome?.kind === "threw" ? { Payload: wireError(this.outcome.error) } : {};
    return { ...base, [`${type}Details`]: { Error: error } };
  }

  private base(EventType: string, operation: string, at: number): Numberless {
    const node = this.node(operation);
    const parent = this.recordedContext(node);
    const subtype = node === undefined ? undefined : subtypeOf(node, EventType);
    return {
      EventType,
      ...(subtype === undefined ? {} : { SubType: subtype }),
      Id: operation,
      Name: operation,
      EventTimestamp: time(at),
      ...(parent === undefined ? {} : { ParentId: parent.name }),
    };
  }

  /** The context that the log knows: a branch of a flat batch is none. */
  private recordedContext(node: Node | undefined): Node | undefined {
    const context = this.program.nodes[node?.context ?? ROOT];
    const isFlat =
      context?.kind === "branch" &&
      "nesting" in context.operation &&
      context.operation.nesting === "FLAT";
    return isFlat ? this.recordedContext(context) : context;
  }

  private node(name: string): Node | undefined {
    return this.program.nodes[this.program.indexOf.get(name) ?? -1];
  }
}

const TYPES: Readonly<Partial<Record<Update["type"], string>>> = {
  STEP: "Step",
  WAIT: "Wait",
  CONTEXT: "Context",
  CALLBACK: "Callback",
  CHAINED_INVOKE: "ChainedInvoke",
};

const ENDS = {
  SUCCEEDED: "Succeeded",
  FAILED: "Failed",
  TIMED_OUT: "TimedOut",
  STOPPED: "Stopped",
} as const;

/** What the service says of an invocation that did not answer. */
const INTERRUPTED = {
  scheduled: { name: "Runtime.ExitError", message: "The sandbox ended" },
  crashed: { name: "Runtime.ExitError", message: "The sandbox ended" },
  "invocation-timeout": { name: "Sandbox.Timedout", message: "The invocation ran into its limit" },
} as const;

function subtypeOf({ kind, operation }: Node, type: string): string | undefined {
  switch (kind) {
    case "step":
    case "submitter":
      return "Step";
    case "condition":
      return "WaitForCondition";
    case "wait":
      return "Wait";
    case "callback":
      return "Callback";
    case "child":
      return "RunInChildContext";
    case "wait-for-callback":
      return "WaitForCallback";
    case "batch":
      return operation.kind === "map" ? "Map" : "Parallel";
    case "branch":
      return operation.kind === "map" ? "MapIteration" : "ParallelBranch";
    case "combinator":
      return type.startsWith("Step") ? "Step" : "RunInChildContext";
    default:
      return undefined;
  }
}

function dueAt(at: number, seconds: number | undefined): object {
  return seconds === undefined ? {} : { ScheduledEndTimestamp: time(at + seconds * 1_000) };
}

function wireError({ name, message }: ErrorView): object {
  return { ErrorType: name, ErrorMessage: message };
}

function time(milliseconds: number): string {
  return new Date(EPOCH + milliseconds).toISOString();
}
