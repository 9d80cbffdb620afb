/** The bodies of steps, submitters and polls, and their serdes. */
import { type Outcome, returned, viewError } from "../model/history.ts";
import type { OddValue } from "../model/odd-value.ts";
import type { Serdes as SerdesKind } from "../model/serdes.ts";
import { bodyRun, returnedValue, thrownMessage } from "../model/values.ts";
import type { BodyRun, Step } from "../model/workflow.ts";
import type { Serdes, StepOptions } from "./engine.ts";
import type { Reporter } from "./interpreter.ts";
import { viewValue, withOdd } from "./odd-values.ts";
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
  const { reporter } = surroundings;
  const serdes = step.serdes === undefined ? {} : { serdes: createSerdes(step.serdes, reporter) };
  const strategy = createStrategy(name, retry, surroundings);
  return { semantics, ...(strategy === undefined ? {} : { strategy }), ...serdes };
}

/** Longer than the pause after which an engine may think that nothing more is coming. */
const SLOW_MILLISECONDS = 40;

function createSerdes(kind: SerdesKind, reporter: Reporter): Serdes {
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
      text === undefined ? undefined : { received: JSON.parse(text).sent ?? null },
  };
}
