/** The bodies of steps, submitters and polls, and their serdes. */
import { type Outcome, viewError } from "../model/history.ts";
import { bodyRun, returnedValue, thrownMessage, viewValue } from "../model/values.ts";
import type { BodyRun, Step } from "../model/workflow.ts";
import type { Serdes, StepOptions } from "./engine.ts";
import type { Reporter } from "./interpreter.ts";
import { createStrategy, type Surroundings } from "./strategies.ts";

interface Body {
  readonly runs: readonly BodyRun[];
  readonly padding?: number | undefined;
}

/** Runs a body once more, as the workflow says this run goes, and reports it. */
export async function runBody(
  operation: string,
  body: Body,
  attempt: number | undefined,
  reporter: Reporter,
): Promise<string> {
  const run = reporter.nextRun(operation);
  const claimed = attempt === undefined ? {} : { attempt };
  await reporter.report({ kind: "body-entered", operation, ...claimed, run });
  const { does, milliseconds } = bodyRun(body, run);
  if (milliseconds > 0) await reporter.sleep(milliseconds);
  const value = returnedValue(operation, run, body.padding);
  const error = does === "throw" ? new Error(thrownMessage(operation, run)) : undefined;
  const outcome: Outcome =
    error === undefined
      ? { kind: "returned", value: viewValue(value) as string }
      : { kind: "threw", error: viewError(error) };
  await reporter.report({ kind: "body-finished", operation, ...claimed, run, outcome });
  if (error !== undefined) throw error;
  return value;
}

export function stepOptions(step: Step, surroundings: Surroundings): StepOptions {
  const { semantics, retry, name } = step;
  const { reporter } = surroundings;
  const serdes = step.serdes === undefined ? {} : { serdes: createSerdes(step.serdes, reporter) };
  const strategy = createStrategy(name, retry, surroundings);
  return { semantics, ...(strategy === undefined ? {} : { strategy }), ...serdes };
}

/** Longer than the pause after which an engine may think that nothing more is coming. */
const SLOW_MILLISECONDS = 40;

function createSerdes(kind: NonNullable<Step["serdes"]>, reporter: Reporter): Serdes {
  if (kind === "slow") {
    return {
      serialize: async (value) => {
        await reporter.sleep(SLOW_MILLISECONDS);
        return JSON.stringify(value);
      },
      deserialize: async (text) => {
        await reporter.sleep(SLOW_MILLISECONDS);
        return text === undefined ? undefined : JSON.parse(text);
      },
    };
  }
  return {
    serialize: async (value) => JSON.stringify({ sent: value }),
    deserialize: async (text) =>
      text === undefined ? undefined : `${JSON.parse(text).sent} received`,
  };
}
