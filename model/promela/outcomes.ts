/**
 * An outcome: what is left of a finished execution, in the words that the TypeScript model and the
 * Promela program have in common, so that sets of them can be compared.
 */
import { type Bounds, explore } from "../explore.ts";
import { type Ending, recordOf, runsOf, type State } from "../state.ts";
import type { Operation } from "../workflow.ts";
import type { World } from "../world.ts";

/** The numbers of `step-protocol.pml`, by its names. */
const STATUSES = ["none", "STARTED", "PENDING", "READY", "SUCCEEDED", "FAILED"];
const INTERRUPTED = 254;
const ELAPSED = 255;

/** What the exploration of one side found. */
export interface Found {
  readonly outcomes: ReadonlySet<string>;
  readonly states: number;
  /** What was broken or left undone on the way, one sentence each; empty when all was well. */
  readonly problems: readonly string[];
}

/** All outcomes that the TypeScript model can reach. */
export function modelOutcomes(world: World, bounds: Bounds): Found {
  const outcomes = new Set<string>();
  const explored = explore(world, bounds, {
    visit: ({ state }) => {
      if (state.execution === "RUNNING") return;
      outcomes.add(outcomeOfState(world.workflow.operations, state));
    },
  });
  const { states, stuck, contradictions, complete } = explored;
  const problems = [
    ...stuck.map((id) => `the model is stuck in state ${id}`),
    ...contradictions.map(({ event, refusal }) => {
      return `the model enables ${event.kind} and refuses it by ${refusal.rule}`;
    }),
    ...(complete ? [] : ["the model was not explored to the end"]),
  ];
  return { outcomes, states, problems };
}

/** The outcome of a finished state of the model. */
export function outcomeOfState(operations: readonly Operation[], state: State): string {
  const parts = operations.map((operation, index) => {
    const { status, attempt, ending } = recordOf(state, index);
    const starts = runsOf(state, index);
    return part(operation, status, attempt - 1, starts, endedBy(ending));
  });
  return [state.execution, ...parts].join("; ");
}

/** The outcome that the Promela program printed as numbers. */
export function outcomeOfLine(operations: readonly Operation[], line: string): string {
  const [, execution, ...records] = line.split(" ");
  const parts = records.map((numbers, index) => {
    const [status, retries, starts, ending] = numbers.split(",").map(Number);
    const words = endedByNumber(ending as number);
    return part(operations[index], nameOf(status), retries as number, starts as number, words);
  });
  return [nameOf(Number(execution)), ...parts].join("; ");
}

function part(
  operation: Operation | undefined,
  status: string,
  retries: number,
  starts: number,
  ended: string,
): string {
  return `${operation?.name} ${status}, retries ${retries}, body starts ${starts}, by ${ended}`;
}

function nameOf(status: number | undefined): string {
  return STATUSES[status ?? -1] ?? `status ${status}`;
}

function endedBy(ending: Ending | undefined): string {
  if (ending === undefined) return "nothing";
  if (ending.kind === "interrupted") return "interruption";
  if (ending.kind === "elapsed") return "timer";
  return "run" in ending ? `run ${ending.run}` : ending.kind;
}

function endedByNumber(ending: number): string {
  if (ending === INTERRUPTED) return "interruption";
  if (ending === ELAPSED) return "timer";
  return ending === 0 ? "nothing" : `run ${ending}`;
}
