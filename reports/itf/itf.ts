/**
 * The model's way through a history in the Informal Trace Format of Apalache and Quint
 * (apalache-mc.org, ADR 015), which their trace viewers read: a state for each event that the model
 * accepted, with the event that led to it. Where the model refuses an event the trace ends before it.
 */
import { describeEvent } from "../../model/describe.ts";
import { describeWorkflow } from "../../model/describe-workflow.ts";
import { livePhaseOf, recordOf, runsOf, type State } from "../../model/state.ts";
import { walkThrough } from "../model-walk.ts";
import type { Observed } from "../timeline.ts";

/** A value as the format writes it. */
type Value =
  | string
  | boolean
  | { readonly "#bigint": string }
  | { readonly "#map": readonly (readonly [Value, Value])[] }
  | { readonly [field: string]: Value };

const VARIABLES = ["event", "now", "execution", "invocation", "log", "attempt", "starts", "phase"];

export function renderItf({ case: case_, history, divergence }: Observed): string {
  const count = divergence === undefined ? history.length : divergence.at;
  const { world, states } = walkThrough(case_, history, count);
  const names = world.nodes.map(({ name }) => name);
  const trace = {
    "#meta": {
      format: "ITF",
      "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
      description: `durable-conformance: ${describeWorkflow(case_.workflow)}`,
    },
    params: [],
    vars: VARIABLES,
    states: states.map((state, index) => ({
      "#meta": { index },
      ...variables(state, names, words(index === 0 ? undefined : history[index - 1])),
    })),
  };
  return `${JSON.stringify(trace, null, 1)}\n`;
}

function words(event: Observed["history"][number] | undefined): string {
  if (event === undefined) return "init";
  const { verb, subject, detail } = describeEvent(event);
  return `${verb} ${subject}: ${detail}`;
}

function variables(
  state: State,
  names: readonly string[],
  event: string,
): Readonly<Record<string, Value>> {
  const map = (of: (index: number) => Value): Value => ({
    "#map": names.map((name, index) => [name, of(index)]),
  });
  return {
    event,
    now: integer(state.now),
    execution: state.execution,
    // 0 between invocations.
    invocation: integer(state.invocation?.number ?? 0),
    log: map((index) => recordOf(state, index).status),
    attempt: map((index) => integer(recordOf(state, index).attempt)),
    starts: map((index) => integer(runsOf(state, index))),
    phase: map((index) => livePhaseOf(state, index).at),
  };
}

function integer(value: number): Value {
  return { "#bigint": String(value) };
}
