/**
 * Runs a workflow on an engine's own context, as a handler that a user could have written, and
 * reports what user code sees. It expects nothing: judging is done elsewhere.
 */
import { stablePicture } from "../model/batch-view.ts";
import type { Guarantees } from "../model/guarantees.ts";
import type { Event, Outcome } from "../model/history.ts";
import type { OddValue } from "../model/odd-value.ts";
import { branchName } from "../model/operation-names.ts";
import { viewError } from "../model/outcome.ts";
import { pad } from "../model/values.ts";
import type {
  Batch,
  Callback,
  Combinator,
  Operation,
  WaitForCallback,
  WaitForCondition,
  Workflow,
} from "../model/workflow.ts";
import { runBody, stepOptions } from "./bodies.ts";
import { conditionOptions, createCheck } from "./conditions.ts";
import type { BatchView, CallbackOptions, ContextBody, EngineContext } from "./engine.ts";
import { requestOf } from "./invoked.ts";
import { requireMethod } from "./not-implemented.ts";
import { viewValue, withOdd } from "./odd-values.ts";
import { createReader, createSerdes, serdesOption } from "./serdes.ts";
import { createStrategy } from "./strategies.ts";

/** An event without its time, which the reporter adds. */
export type Report = Event extends infer Each
  ? Each extends Event
    ? Omit<Each, "at">
    : never
  : never;

/** Where user code reports to, out of reach of the engine. */
export interface Reporter {
  /** Records the event. If the invocation is over, gives a promise that never settles. */
  report(event: Report): Promise<never> | undefined;
  /** Counts a start of this body; 0 if the invocation is over. */
  nextRun(operation: string): number;
  /**
   * Hands the id of a callback to the outside party that is to end it; records it where that is not
   * the callback's id.
   */
  handOut(operation: string, id: string): void;
  /** Virtual time passes. Never settles once the invocation is over. */
  sleep(milliseconds: number): Promise<void>;
}

/** The handler of a workflow: gives what each await gave, or throws the first uncaught error. */
export async function interpret(
  workflow: Workflow,
  context: EngineContext,
  reporter: Reporter,
  guarantees: Guarantees,
): Promise<unknown> {
  const interpreter = new Interpreter(reporter, guarantees);
  const ended = await settle(interpreter.block(workflow, context));
  await reporter.report({ kind: "handler-finished", outcome: ended.outcome });
  if (ended.outcome.kind === "threw") throw ended.thrown;
  return ended.value;
}

/** A list of operations, run in order, and the padding of its result. */
interface Block {
  readonly operations: readonly Operation[];
  readonly padding?: number;
  readonly gives?: OddValue;
}

class Interpreter {
  private readonly reporter: Reporter;
  private readonly guarantees: Guarantees;

  constructor(reporter: Reporter, guarantees: Guarantees) {
    this.reporter = reporter;
    this.guarantees = guarantees;
  }

  /** Gives what each await gave, by name. */
  async block({ operations, padding, gives }: Block, context: EngineContext): Promise<unknown> {
    const given: Record<string, unknown> = {};
    const later: { readonly operation: Operation; readonly started: PromiseLike<unknown> }[] = [];
    for (const operation of operations) {
      if (operation.kind === "work") {
        await this.work(operation.name, operation.milliseconds);
        continue;
      }
      const { started } = await this.call(operation, context);
      if (operation.awaited === undefined) {
        given[operation.name] = await this.await(operation, started);
      } else if (operation.awaited === "later") {
        later.push({ operation, started });
      }
    }
    for (const { operation, started } of later) {
      given[operation.name] = await this.await(operation, started);
    }
    return withOdd(padding === undefined ? given : { ...given, padding: pad(padding) }, gives);
  }

  private async work(operation: string, milliseconds: number): Promise<void> {
    await this.reporter.report({ kind: "operation-called", operation });
    await this.reporter.sleep(milliseconds);
    const outcome: Outcome = { kind: "returned" };
    await this.reporter.report({ kind: "operation-resolved", operation, outcome });
  }

  /** Starts an operation. The promise is wrapped, so that starting does not await it. */
  private async call(
    operation: Operation,
    context: EngineContext,
  ): Promise<{ readonly started: PromiseLike<unknown> }> {
    requireMethod(context, operation.kind);
    const operands =
      "operations" in operation && operation.kind !== "child"
        ? await this.operands(operation, context)
        : [];
    await this.reporter.report({ kind: "operation-called", operation: operation.name });
    if (operation.kind === "callback") {
      const { name } = operation;
      const { id, result } = await context.callback(name, this.callbackOptions(operation));
      this.reporter.handOut(name, id);
      return { started: result };
    }
    return { started: this.start(operation, context, operands) };
  }

  private async operands(
    { operations }: Combinator,
    context: EngineContext,
  ): Promise<readonly PromiseLike<unknown>[]> {
    const promises: PromiseLike<unknown>[] = [];
    for (const operand of operations) {
      const { started } = await this.call(operand, context);
      promises.push(started);
    }
    return promises;
  }

  private async await(operation: Operation, started: PromiseLike<unknown>): Promise<unknown> {
    const { name } = operation;
    const { outcome, thrown, value } = await settle(started);
    await this.reporter.report({ kind: "operation-resolved", operation: name, outcome });
    if (outcome.kind === "returned") {
      return "branches" in operation ? stablePicture(value as BatchView) : (value ?? null);
    }
    if ("onError" in operation && operation.onError === "catch") return { error: outcome.error };
    throw thrown;
  }

  private start(
    operation: Operation,
    context: EngineContext,
    operands: readonly PromiseLike<unknown>[],
  ): PromiseLike<unknown> {
    const { reporter, guarantees } = this;
    const { name } = operation;
    switch (operation.kind) {
      case "step":
        return context.step(
          name,
          (attempt) => runBody(name, operation, attempt, reporter),
          stepOptions(operation, { reporter, guarantees, context }),
        );
      case "wait":
        return context.wait(name, operation.seconds);
      case "invoke":
        return context.invoke(
          name,
          requestOf(name),
          createReader(operation.serdes, JSON.parse, name, reporter),
        );
      case "wait-for-callback":
        return this.waitForCallback(operation, context);
      case "wait-for-condition":
        return this.waitForCondition(operation, context);
      case "child":
        return context.child(
          name,
          this.contextBody(name, operation),
          serdesOption(operation.serdes, name, reporter),
        );
      case "parallel":
      case "map":
        return this.batch(operation, context);
      case "all":
      case "allSettled":
      case "any":
      case "race":
        return context.combine(operation.kind, name, operands);
      default:
        throw new Error(`${operation.kind} is not started here`);
    }
  }

  private waitForCallback(operation: WaitForCallback, context: EngineContext) {
    const { reporter, guarantees } = this;
    const submitter = `${operation.name}-submitter`;
    const submit = async (id: string) => {
      reporter.handOut(`${operation.name}-callback`, id);
      await runBody(submitter, operation, undefined, reporter);
    };
    const retry = operation.retry ?? { policy: "never" };
    const strategy = createStrategy(submitter, retry, { reporter, guarantees, context });
    return context.waitForCallback(operation.name, submit, {
      ...this.callbackOptions(operation),
      ...(strategy === undefined ? {} : { strategy }),
    });
  }

  private waitForCondition(operation: WaitForCondition, context: EngineContext) {
    const { reporter, guarantees } = this;
    return context.waitForCondition(
      operation.name,
      createCheck(operation, reporter),
      conditionOptions(operation, { reporter, guarantees, context }),
    );
  }

  private batch(operation: Batch, context: EngineContext): PromiseLike<BatchView> {
    const { kind, name, maxConcurrency, completion, nesting, itemSerdes } = operation;
    const branches = operation.branches.map((branch, index) => {
      const own = branchName(name, index);
      return { name: own, body: this.contextBody(own, branch) };
    });
    return context.batch(kind, name, branches, {
      flat: nesting === "FLAT",
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
      ...(completion === undefined ? {} : { completion }),
      ...serdesOption(operation.serdes, name, this.reporter),
      ...(itemSerdes === undefined
        ? {}
        : { itemSerdes: createSerdes(itemSerdes, name, this.reporter) }),
    });
  }

  private callbackOptions(operation: Callback | WaitForCallback): CallbackOptions {
    const { timeoutSeconds, heartbeatSeconds } = operation;
    return {
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
      ...createReader(operation.serdes, (text) => text, operation.name, this.reporter),
    };
  }

  /** The function of a context: a body like any other, that runs operations of its own. */
  private contextBody(operation: string, block: Block): ContextBody {
    return async (context) => {
      const run = this.reporter.nextRun(operation);
      await this.reporter.report({ kind: "body-entered", operation, run });
      const { outcome, thrown, value } = await settle(this.block(block, context));
      await this.reporter.report({ kind: "body-finished", operation, run, outcome });
      if (outcome.kind === "threw") throw thrown;
      return value;
    };
  }
}

interface Settled {
  readonly outcome: Outcome;
  readonly value?: unknown;
  readonly thrown?: unknown;
}

async function settle(promise: PromiseLike<unknown>): Promise<Settled> {
  try {
    const value = await promise;
    const view = viewValue(value);
    return {
      outcome: view === undefined ? { kind: "returned" } : { kind: "returned", value: view },
      value,
    };
  } catch (thrown) {
    return { outcome: { kind: "threw", error: viewError(thrown) }, thrown };
  }
}
