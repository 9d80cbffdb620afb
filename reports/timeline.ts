/**
 * A timeline as a value: a column for each logical event, a lane for the handler, for each operation
 * and for the log; what the model does above what the engine did. Up to the first divergence they
 * do the same, and nothing is shown after it.
 */
import type { Case } from "../model/case.ts";
import {
  describeEvent,
  describeOutcome,
  describePhase,
  describeRecord,
  type EventWords,
} from "../model/describe.ts";
import type { Event, History, Outcome, Update } from "../model/history.ts";
import { layFlat, type Node, ROOT } from "../model/program.ts";
import { livePhaseOf, recordOf, type State } from "../model/state.ts";
import type { World } from "../model/world.ts";
import { describePolls, foldPolls, type PollsRow, type Row } from "./folding.ts";
import { couldDo, walkThrough } from "./model-walk.ts";

/** What was observed of one case; without a divergence nothing in it is wrong. */
export interface Observed {
  readonly case: Case;
  readonly history: History;
  readonly divergence: Divergence | undefined;
}

/** The first event that is wrong, and in words what was promised and what was seen. */
export interface Divergence {
  readonly at: number;
  readonly operation?: string | undefined;
  readonly expected: string;
  readonly found: string;
}

export interface Timeline {
  /** The lanes, from the top: the handler, each operation that something happens to, the log. */
  readonly lanes: readonly Lane[];
  readonly columns: readonly Column[];
  /** What a right engine could have done at the divergence, in words; empty where that is not known. */
  readonly couldDo: readonly string[];
  /** What the model knows just before the divergence, an operation a row. */
  readonly before: readonly StateRow[];
}

export interface Lane {
  readonly name: string;
  /** How many contexts the operation is in. */
  readonly depth: number;
}

export type Column = EventColumn | CutColumn;

export interface EventColumn {
  readonly kind: "event";
  readonly op: number;
  /** The invocation that starts here. */
  readonly starts: number | undefined;
  readonly lane: string;
  readonly label: string;
  readonly words: EventWords;
  /** Virtual milliseconds since the execution started. */
  readonly at: number;
  /** It gave user code again what the log had. */
  readonly replayed: boolean;
  /** At the first divergence: what the model does instead. */
  readonly instead: { readonly lane: string; readonly label: string } | undefined;
}

/** Where the invocation was interrupted; `no answer` where it can't be seen why. */
export interface CutColumn {
  readonly kind: "cut";
  readonly op: number;
  readonly label: "crash" | "timeout" | "no answer";
  readonly words: EventWords;
  readonly at: number;
}

export interface StateRow {
  readonly operation: string;
  /** What the log says. */
  readonly log: string;
  /** How far the live invocation has come with it. */
  readonly live: string;
}

export const HANDLER = "handler";
export const LOG = "log";

export function timelineOf({ case: case_, history, divergence }: Observed): Timeline {
  const count = divergence === undefined ? history.length : divergence.at + 1;
  const walk = walkThrough(case_, history, count);
  const reached = walk.states[divergence?.at ?? 0];
  const next =
    divergence === undefined || reached === undefined ? [] : couldDo(walk.world, reached);
  const columns = rowsUpTo(history, divergence).map((row): Column => {
    const event = row.kind === "event" ? row.event : (history[row.op] as Event);
    if (event.kind === "interrupted" && row.op !== divergence?.at) return cut(event, row.op);
    const instead =
      divergence !== undefined && row.op === divergence.at
        ? insteadOf(event, divergence, next)
        : undefined;
    return {
      kind: "event",
      op: row.op,
      starts: event.kind === "invocation-started" ? event.invocation : undefined,
      ...placeOf(row, event),
      at: event.at,
      replayed: walk.replayed[row.op] === true,
      instead,
    };
  });
  return {
    lanes: lanesOf(case_, columns),
    columns,
    couldDo: next.map(sentenceOf),
    before: divergence === undefined || reached === undefined ? [] : stateRows(walk.world, reached),
  };
}

/** The rows up to the divergence; that event has a row of its own, poll or not. */
export function rowsUpTo(history: History, divergence: Divergence | undefined): readonly Row[] {
  if (divergence === undefined) return foldPolls(history);
  const event = history[divergence.at];
  const rows = foldPolls(history, divergence.at);
  return event === undefined ? rows : [...rows, { kind: "event", event, op: divergence.at }];
}

function cut(event: Event & { readonly kind: "interrupted" }, op: number): CutColumn {
  const label = event.why === "invocation-timeout" ? "timeout" : "crash";
  return { kind: "cut", op, label, words: describeEvent(event), at: event.at };
}

function placeOf(row: Row, event: Event): Pick<EventColumn, "lane" | "label" | "words"> {
  if (row.kind === "polls") return { lane: LOG, label: describePolls(row), words: pollWords(row) };
  return { lane: laneOf(event), label: labelOf(event), words: describeEvent(event) };
}

export function pollWords(row: PollsRow): EventWords {
  const detail = row.op === row.lastOp ? "ok" : `op ${row.op} to ${row.lastOp}`;
  return { verb: "poll", subject: describePolls(row), detail };
}

function laneOf(event: Event): string {
  if ("operation" in event) return event.operation;
  return "updates" in event ? LOG : HANDLER;
}

/** What fits in a box; the words are in the table. */
function labelOf(event: Event): string {
  switch (event.kind) {
    case "invocation-started":
      return "start";
    case "operation-called":
      return "call";
    case "body-entered":
      return `run ${event.run}`;
    case "body-finished":
      return event.outcome.kind === "returned" ? "return" : "throw";
    case "strategy-asked":
      return `ask: ${event.decision.kind}`;
    case "checkpoint-requested":
      return `write ${updatesLabel(event.updates)}`;
    case "checkpoint-recorded":
      return `record ${updatesLabel(event.updates)}`;
    case "checkpoint-replied":
      return `reply ${updatesLabel(event.updates)}`;
    case "checkpoint-refused":
      return `refuse ${updatesLabel(event.updates)}`;
    case "operation-resolved":
      return `give ${outcomeLabel(event.outcome)}`;
    case "timer-fired":
      return "timer";
    case "outside-ended":
      return event.status;
    case "heartbeat":
      return "beat";
    case "handler-finished":
      return `finish ${outcomeLabel(event.outcome)}`;
    case "invocation-answered":
      return event.answer.kind === "threw" ? "threw" : `answer ${event.answer.kind}`;
    case "answer-accepted":
      return "accepted";
    case "answer-refused":
      return "refused";
    case "interrupted":
      return event.why === "invocation-timeout" ? "timeout" : "crash";
    case "execution-ended":
      return `end ${event.status}`;
    default: {
      const { verb, subject } = describeEvent(event);
      return `${verb} ${subject}`.trim();
    }
  }
}

function updatesLabel(updates: readonly Update[]): string {
  const [only] = updates;
  if (only === undefined) return "(poll)";
  return updates.length === 1 ? `${only.action} ${only.operation}` : `${updates.length} updates`;
}

function outcomeLabel(outcome: Outcome): string {
  return outcome.kind === "threw" ? outcome.error.name : describeOutcome(outcome);
}

/**
 * The box of the model: of what a right engine could have done, what is nearest to what the engine
 * did. Where nothing of the kind is known, the box only says that it is not this.
 */
function insteadOf(
  event: Event,
  { operation }: Divergence,
  next: readonly Event[],
): EventColumn["instead"] {
  const name = "operation" in event ? event.operation : operation;
  const ofSame = next.filter((each) => "operation" in each && each.operation === name);
  const near =
    ofSame.find(({ kind }) => kind === event.kind) ??
    next.find(({ kind }) => kind === event.kind) ??
    ofSame[0];
  return near === undefined || sentenceOf(near) === sentenceOf(event)
    ? { lane: laneOf(event), label: "not this" }
    : { lane: laneOf(near), label: labelOf(near) };
}

function sentenceOf(event: Event): string {
  const { verb, subject, detail } = describeEvent(event);
  return [verb, subject, detail === "ok" ? "" : `(${detail})`]
    .filter((part) => part !== "")
    .join(" ");
}

function lanesOf({ workflow }: Case, columns: readonly Column[]): readonly Lane[] {
  const used = new Set<string>();
  for (const column of columns) {
    if (column.kind === "cut") continue;
    used.add(column.lane);
    if (column.instead !== undefined) used.add(column.instead.lane);
  }
  const { nodes } = layFlat(workflow);
  const depthOf = (context: number): number =>
    context === ROOT ? 0 : 1 + depthOf((nodes[context] as Node).context);
  const known = [
    { name: HANDLER, depth: 0 },
    ...nodes.map(({ name, context }) => ({ name, depth: depthOf(context) })),
    { name: LOG, depth: 0 },
  ].filter(({ name }) => used.delete(name));
  // A history from a file may name operations that the workflow does not have.
  return [...known, ...[...used].map((name) => ({ name, depth: 0 }))];
}

function stateRows(world: World, state: State): readonly StateRow[] {
  return world.nodes.flatMap(({ name, index }) => {
    const record = recordOf(state, index);
    const phase = livePhaseOf(state, index);
    if (record.status === "none" && phase.at === "absent") return [];
    const live = state.invocation === undefined ? "no live invocation" : describePhase(phase);
    return [{ operation: name, log: describeRecord(record), live }];
  });
}
