/** Right histories of every kind: random walks through what the model enables, interruptions included. */
import type { Case } from "../model/case.ts";
import { enabled, type Freedom } from "../model/enabled.ts";
import { FAILURE_NAMES, type FailureName, meaningOf } from "../model/fault.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event } from "../model/history.ts";
import type { Refusal } from "../model/refusal.ts";
import type { State } from "../model/state.ts";
import { initial, transition } from "../model/transition.ts";
import { worldOf } from "../model/world.ts";

/** Gives a whole number from 0 up to and without `below`. */
export type Choose = (below: number) => number;

export type WalkEnd =
  | { readonly kind: "ended" }
  | { readonly kind: "stuck" }
  | { readonly kind: "too-long" }
  | { readonly kind: "refused"; readonly event: Event; readonly refusal: Refusal };

export interface RandomWalk {
  readonly history: readonly Event[];
  /** The state before each event, and one more after the last. */
  readonly states: readonly State[];
  readonly end: WalkEnd;
}

/** One open call in this many fails. */
const ONE_CALL_IN = 20;
/** One event in this many is an interruption, as long as some are left. */
const ONE_IN = 12;

export function randomWalk(
  case_: Case,
  choose: Choose,
  { interruptions = 3, maximumEvents = 2_000, freedom = {} as Freedom } = {},
): RandomWalk {
  const world = worldOf(case_, awsGuarantees);
  const history: Event[] = [];
  const states = [initial(world)];
  let left = interruptions;
  for (;;) {
    const state = states.at(-1) as State;
    if (state.execution !== "RUNNING") return { history, states, end: { kind: "ended" } };
    if (history.length === maximumEvents) return { history, states, end: { kind: "too-long" } };
    const events = enabled(world, state, freedom);
    const strikes = left > 0 && state.invocation !== undefined && choose(ONE_IN) === 0;
    const event: Event | undefined = strikes
      ? { kind: "interrupted", at: state.now, why: "scheduled" }
      : (failedCall(state, choose) ?? events[choose(events.length)]);
    if (event === undefined) return { history, states, end: { kind: "stuck" } };
    if (strikes) left -= 1;
    const step = transition(world, state, event);
    if (step.kind === "refused") {
      return { history, states, end: { kind: "refused", event, refusal: step.refusal } };
    }
    history.push(event);
    states.push(step.state);
  }
}

/** Now and then, the open call fails. */
export function failedCall({ now, invocation }: State, choose: Choose): Event | undefined {
  const call = invocation?.call;
  if (call === undefined || invocation?.answer !== undefined) return undefined;
  if (choose(ONE_CALL_IN) !== 0) return undefined;
  const failures = FAILURE_NAMES.filter((name) => meaningOf(name).recorded === call.recorded);
  const failure = failures[choose(failures.length)] as FailureName;
  return { kind: "checkpoint-failed", at: now, updates: call.updates, failure };
}

/** A source of choices that gives the same ones for the same seed (mulberry32). */
export function choicesFrom(seed: number): Choose {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
