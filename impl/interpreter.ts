/**
 * Runs a workflow on an engine's own context, as a handler that a user could have written, and
 * reports what user code sees. It expects nothing: judging is done elsewhere.
 */
import { decide, type Guarantees } from "../model/guarantees.ts";
import { handlerValue } from "../model/handler.ts";
import { type Decision, type Event, type Outcome, viewError } from "../model/history.ts";
import {
  bodyRun,
  type Operation,
  returnedValue,
  type Step,
  thrownMessage,
  type Workflow,
} from "../model/workflow.ts";
import type { EngineContext, StepOptions } from "./engine.ts";

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
  const given: Record<string, unknown> = {};
  for (const operation of workflow.operations) {
    const { name } = operation;
    await reporter.report({ kind: "operation-called", operation: name });
    const { outcome, thrown } = await settle(start(operation, context, reporter, guarantees));
    await reporter.report({ kind: "operation-resolved", operation: name, outcome });
    const passes = operation.kind === "wait" || operation.onError === "throw";
    if (outcome.kind === "threw" && passes) {
      await reporter.report({ kind: "handler-finished", outcome });
      throw thrown;
    }
    given[name] = handlerValue(outcome);
  }
  const outcome: Outcome = { kind: "returned", value: JSON.stringify(given) };
  await reporter.report({ kind: "handler-finished", outcome });
  return given;
}

function start(
  operation: Operation,
  context: EngineContext,
  reporter: Reporter,
  guarantees: Guarantees,
): PromiseLike<unknown> {
  if (operation.kind === "wait") return context.wait(operation.name, operation.seconds);
  const body = (attempt: number | undefined) => runBody(operation, attempt, reporter);
  return context.step(operation.name, body, stepOptions(operation, reporter, guarantees));
}

async function runBody(step: Step, attempt: number | undefined, reporter: Reporter) {
  const operation = step.name;
  const run = reporter.nextRun(operation);
  const claimed = attempt === undefined ? {} : { attempt };
  await reporter.report({ kind: "body-entered", operation, ...claimed, run });
  const { does, milliseconds } = bodyRun(step, run);
  if (milliseconds > 0) await reporter.sleep(milliseconds);
  const value = returnedValue(operation, run);
  const error = new Error(thrownMessage(operation, run));
  const outcome: Outcome =
    does === "return"
      ? { kind: "returned", value: JSON.stringify(value) }
      : { kind: "threw", error: viewError(error) };
  await reporter.report({ kind: "body-finished", operation, ...claimed, run, outcome });
  if (does === "throw") throw error;
  return value;
}

function stepOptions(step: Step, reporter: Reporter, guarantees: Guarantees): StepOptions {
  const { semantics, retry, name: operation } = step;
  if (retry.policy === "default") return { semantics };
  const strategy = (error: Error, attempt: number): Decision => {
    const allowed = decide(retry, attempt, guarantees);
    const decision: Decision =
      allowed.kind === "stop"
        ? { kind: "stop" }
        : { kind: "retry", delaySeconds: allowed.maximumSeconds };
    reporter.report({
      kind: "strategy-asked",
      operation,
      attempt,
      error: viewError(error),
      decision,
    });
    return decision;
  };
  return { semantics, strategy };
}

async function settle(
  promise: PromiseLike<unknown>,
): Promise<{ readonly outcome: Outcome; readonly thrown?: unknown }> {
  try {
    const value = JSON.stringify(await promise);
    return { outcome: value === undefined ? { kind: "returned" } : { kind: "returned", value } };
  } catch (thrown) {
    return { outcome: { kind: "threw", error: viewError(thrown) }, thrown };
  }
}
