/** The bodies of steps, submitters and polls. */
import type { Outcome } from "../model/history.ts";
import type { OddValue } from "../model/odd-value.ts";
import { returned, viewError } from "../model/outcome.ts";
import { bodyRun, returnedValue, thrownMessage } from "../model/values.ts";
import type { BodyRun, Step } from "../model/workflow.ts";
import type { StepOptions } from "./engine.ts";
import type { Reporter } from "./interpreter.ts";
import { viewValue, withOdd } from "./odd-values.ts";
import { serdesOption } from "./serdes.ts";
import { createStrategy, type Surroundings } from "./strategies.ts";

interface Body {
  readonly runs: readonly BodyRun[];
  readonly padding?: number | undefined;
  readonly gives?: OddValue | undefined;
}

/** Runs a body once more, as the workflow says this run goes, and reports it. */
export async function runBody(
  operation: string,
  body: Body,
  attempt: number | undefined,
  reporter: Reporter,
): Promise<unknown> {
  const run = reporter.nextRun(operation);
  const claimed = attempt === undefined ? {} : { attempt };
  await reporter.report({ kind: "body-entered", operation, ...claimed, run });
  const { does, milliseconds } = bodyRun(body, run);
  if (milliseconds > 0) await reporter.sleep(milliseconds);
  const value = withOdd(returnedValue(operation, run, body.padding), body.gives);
  const error = does === "throw" ? new Error(thrownMessage(operation, run)) : undefined;
  const outcome: Outcome =
    error === undefined ? returned(viewValue(value)) : { kind: "threw", error: viewError(error) };
  await reporter.report({ kind: "body-finished", operation, ...claimed, run, outcome });
  if (error !== undefined) throw error;
  return value;
}

export function stepOptions(step: Step, surroundings: Surroundings): StepOptions {
  const { semantics, retry, name } = step;
  const strategy = createStrategy(name, retry, surroundings);
  return {
    semantics,
    ...(strategy === undefined ? {} : { strategy }),
    ...serdesOption(step.serdes, name, surroundings.reporter),
  };
}
