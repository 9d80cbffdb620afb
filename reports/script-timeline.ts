/**
 * What was recorded of a finding's script, as a timeline: lanes for the handler, for each operation and
 * for the log; the engine's alone, as no model goes through it. Where a run that holds is laid beside
 * it, the first event in which the two differ is marked.
 */
import type { EventWords } from "../model/describe.ts";
import type { ScriptEvent, Told } from "./script-run.ts";
import {
  type Column,
  type Divergence,
  type EventColumn,
  HANDLER,
  LOG,
  type Timeline,
} from "./timeline.ts";

export interface ScriptTimeline {
  readonly timeline: Timeline;
  readonly divergence: Divergence | undefined;
}

/** An event, or the end of an invocation that nothing was heard of any more. */
type Shown = ScriptEvent | NoAnswer;

interface NoAnswer {
  readonly kind: "no-answer";
  readonly invocation: number;
  readonly at: number;
}

export function scriptTimeline(
  recorded: readonly ScriptEvent[],
  right: readonly ScriptEvent[] = recorded,
): ScriptTimeline {
  const events = withEnds(recorded);
  const others = withEnds(right);
  const at = events.findIndex((event, op) => sentence(event) !== sentence(others[op]));
  const columns = events.map((event, op) => {
    const instead = op === at ? insteadOf(others[op]) : undefined;
    return columnOf(event, op, isLate(events, op), instead);
  });
  const differing = columns[at];
  const lanes = [...new Set([HANDLER, ...events.flatMap(operationsOf), LOG])];
  const timeline = {
    lanes: lanes.map((name) => ({ name, depth: 0 })),
    columns,
    couldDo: [],
    before: [],
  };
  return {
    timeline,
    divergence: differing === undefined ? undefined : divergenceOf(differing, others[at]),
  };
}

/** The events, and after those of an invocation that does not answer its end. */
function withEnds(events: readonly ScriptEvent[]): readonly Shown[] {
  const answered = new Set(events.filter(isEnd).map(({ invocation }) => invocation));
  return events.flatMap((event, index): Shown[] => {
    const { invocation, at } = event;
    const next = events.slice(index + 1).find(({ kind }) => kind === "started");
    const isLast = events[index + 1] === next;
    if (!isLast || answered.has(invocation)) return [event];
    return [event, { kind: "no-answer", invocation, at: next?.at ?? at }];
  });
}

function isEnd({ kind }: Shown): boolean {
  return kind === "answered" || kind === "threw" || kind === "no-answer";
}

/** Whether its invocation has ended before. */
function isLate(events: readonly Shown[], op: number): boolean {
  const invocation = events[op]?.invocation;
  return events.slice(0, op).some((each) => each.invocation === invocation && isEnd(each));
}

function columnOf(
  event: Shown,
  op: number,
  late: boolean,
  instead: EventColumn["instead"],
): Column {
  const { at } = event;
  if (event.kind === "no-answer" && instead === undefined) {
    return { kind: "cut", op, label: "no answer", words: wordsOf(event), at };
  }
  const { verb, subject, detail } = wordsOf(event);
  const after = late ? `${detail}, after the end of invocation ${event.invocation}` : detail;
  return {
    kind: "event",
    op,
    starts: event.kind === "started" ? event.invocation : undefined,
    lane: laneOf(event),
    label: labelOf(event),
    words: { verb, subject, detail: after },
    at,
    replayed: false,
    instead,
  };
}

/** What the other run has in this place. */
function insteadOf(event: Shown | undefined): EventColumn["instead"] {
  return event === undefined
    ? { lane: HANDLER, label: "nothing" }
    : { lane: laneOf(event), label: labelOf(event) };
}

function divergenceOf({ op, words }: Column, other: Shown | undefined): Divergence {
  const expected = other === undefined ? "nothing more" : sentence(other);
  const found = [words.verb, words.subject].filter((part) => part !== "").join(" ");
  const detail = ["ok", "sent"].includes(words.detail) ? "" : `: ${words.detail}`;
  return { at: op, expected, found: `${found}${detail}; the run that holds has: ${expected}` };
}

function operationsOf(event: Shown): readonly string[] {
  switch (event.kind) {
    case "called":
    case "refused":
      return event.updates.map(({ operation }) => operation);
    case "ran":
      return [event.operation];
    default:
      return [];
  }
}

function laneOf(event: Shown): string {
  switch (event.kind) {
    case "started":
    case "answered":
    case "threw":
    case "no-answer":
      return HANDLER;
    case "ran":
      return event.operation;
    default:
      return LOG;
  }
}

function labelOf(event: Shown): string {
  switch (event.kind) {
    case "started":
      return "start";
    case "called":
      return `write ${inShort(event.updates, "updates")}`;
    case "refused":
      return `refuse ${inShort(event.updates, "updates")}`;
    case "replied":
      return `reply ${inShort(event.news, "changes")}`;
    case "polled":
      return pollsIn(event.polls);
    case "read":
      return "read page";
    case "ran":
      return "run";
    case "answered":
      return `answer ${event.status}`;
    case "threw":
      return "threw";
    case "no-answer":
      return "no answer";
  }
}

function wordsOf(event: Shown): EventWords {
  switch (event.kind) {
    case "started":
      return {
        verb: "start",
        subject: `invocation ${event.invocation}`,
        detail: `${event.operations} in the log`,
      };
    case "called":
      return { verb: "write", subject: list(event.updates), detail: "sent" };
    case "refused":
      return { verb: "refuse", subject: list(event.updates), detail: event.error };
    case "replied":
      return { verb: "reply", subject: list(event.news), detail: "ok" };
    case "polled":
      return { verb: "poll", subject: pollsIn(event.polls), detail: "sent" };
    case "read":
      return { verb: "read", subject: "a page of the log", detail: "ok" };
    case "ran":
      return { verb: "run", subject: event.operation, detail: "its body starts" };
    case "answered":
      return { verb: "answer", subject: event.status, detail: event.said || "ok" };
    case "threw":
      return { verb: "throw", subject: "", detail: event.error };
    case "no-answer":
      return { verb: "NO ANSWER", subject: "", detail: "nothing more is heard of it" };
  }
}

/** What makes two events the same, whenever they happen. */
function sentence(event: Shown | undefined): string {
  if (event === undefined) return "";
  const { verb, subject, detail } = wordsOf(event);
  const tells = ["answered", "threw", "refused"].includes(event.kind) && detail !== "ok";
  return [verb, subject, ...(tells ? [`(${detail})`] : [])].filter((part) => part !== "").join(" ");
}

function inShort(told: readonly Told[], what: string): string {
  const [only] = told;
  if (only === undefined) return "(no news)";
  return told.length === 1 ? `${only.what} ${only.operation}` : `${told.length} ${what}`;
}

function list(told: readonly Told[]): string {
  if (told.length === 0) return "no news";
  return told.map(({ what, operation }) => `${what} ${operation}`).join("; ");
}

function pollsIn(polls: number): string {
  return polls === 1 ? "1 poll" : `${polls} polls`;
}
