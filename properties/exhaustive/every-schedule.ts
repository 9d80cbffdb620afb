/**
 * All schedules of at most k interruptions for one workflow, on an engine: a run without any gives
 * the edges, each edge is struck in a run of its own, and what comes after it gives new edges.
 *
 * Two edges at which the same survives have the same future, so only the first is struck. What
 * survives is what the service has (log, timers, outside parties), how often bodies have run, and
 * what the model remembers besides, and what each await has given so far, which later ones are held
 * against. Edges of fewer interruptions come first, so what is cut has been followed as far.
 */
import type { Case } from "../../model/case.ts";
import { writeState } from "../../model/fingerprint.ts";
import type { Guarantees } from "../../model/guarantees.ts";
import type { Event, History, Outcome } from "../../model/history.ts";
import type { Interruption } from "../../model/schedule.ts";
import type { State } from "../../model/state.ts";
import { initial, transition } from "../../model/transition.ts";
import { Words } from "../../model/words.ts";
import type { Workflow } from "../../model/workflow.ts";
import { createWorld, type World } from "../../model/world.ts";
import { boundedCase, boundedLimits } from "./bounded-case.ts";
import { edgesOf } from "./edges.ts";

/** A run, and what survived each of its events: where that is equal, all that follows is. */
export interface Traced {
  readonly history: History;
  readonly durable: readonly string[];
}

export interface ScheduleSearch {
  readonly workflow: Workflow;
  /** The most interruptions of a case. */
  readonly interruptions: number;
  readonly guarantees: Guarantees;
  readonly trace: (case_: Case) => Promise<Traced>;
  /** False to strike every edge, whatever survives there. */
  readonly cut?: boolean;
  /** The numbers of cases that are not run. */
  readonly skip?: ReadonlySet<number>;
  /** Told before each case is run. */
  readonly onCase?: (number: number, case_: Case) => void;
  /** Asked before each case is run: false ends the search. */
  readonly goOn?: () => boolean;
}

/** A case of the search, numbered in the order of the search. */
export type Searched =
  | {
      readonly kind: "run";
      readonly number: number;
      readonly case: Case;
      readonly history: History;
    }
  | { readonly kind: "skipped"; readonly number: number; readonly case: Case }
  /** An edge of the history before that was not struck, because an equal one is. */
  | { readonly kind: "cut"; readonly at: number }
  /** The search was ended before it was complete. */
  | { readonly kind: "ended" };

export async function* everySchedule(search: ScheduleSearch): AsyncGenerator<Searched> {
  const { workflow, interruptions, guarantees, trace, cut = true, skip, onCase, goOn } = search;
  const world = createWorld(workflow, boundedLimits(workflow), guarantees);
  const continued = new Set<string>();
  let level: (readonly Interruption[])[] = [[]];
  let number = 0;
  for (let struck = 0; struck <= interruptions; struck += 1) {
    const next: (readonly Interruption[])[] = [];
    for (const schedule of level) {
      const case_ = boundedCase(workflow, { interruptions: schedule });
      const own = number;
      number += 1;
      if (skip?.has(own)) {
        yield { kind: "skipped", number: own, case: case_ };
        continue;
      }
      if (goOn?.() === false) {
        yield { kind: "ended" };
        return;
      }
      onCase?.(own, case_);
      const { history, durable } = await trace(case_);
      yield { kind: "run", number: own, case: case_, history };
      if (struck === interruptions) continue;
      const last = lastStrike(history);
      const remembered = whatIsRemembered(world, history);
      for (const { at, interruption } of edgesOf(history)) {
        if (at < last) continue;
        const memory = remembered(at);
        const key = memory === undefined ? undefined : `${memory} ${durable[at]}`;
        if (cut && key !== undefined && continued.has(key)) {
          yield { kind: "cut", at };
          continue;
        }
        if (key !== undefined) continued.add(key);
        next.push([...schedule, interruption]);
      }
    }
    level = next;
  }
}

export function lastStrike(history: History): number {
  return history.findLastIndex(
    (event) => event.kind === "interrupted" && event.why === "scheduled",
  );
}

/**
 * What the model and user code would remember if an interruption struck right after an event;
 * undefined where the model has refused the history before that: then nothing is known to be equal.
 */
function whatIsRemembered(world: World, history: History): (at: number) => string | undefined {
  const states: State[] = [];
  const told: string[] = [];
  const given = new Map<string, Outcome>();
  let text = "";
  let state = initial(world);
  for (const event of history) {
    const step = transition(world, state, event);
    if (step.kind === "refused") break;
    state = step.state;
    states.push(state);
    if (event.kind === "operation-resolved") {
      given.set(event.operation, event.outcome);
      text = JSON.stringify([...given]);
    }
    told.push(text);
  }
  const words = new Words();
  return (at) => {
    const reached = states[at];
    if (reached === undefined) return undefined;
    const strike: Event = { kind: "interrupted", at: reached.now, why: "scheduled" };
    const struck = transition(world, reached, strike);
    if (struck.kind === "refused") return undefined;
    words.clear();
    writeState(struck.state, "untimed", words);
    return `${words.high} ${words.low} ${told[at]}`;
  };
}
