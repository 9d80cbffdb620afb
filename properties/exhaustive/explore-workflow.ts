/**
 * One workflow of the model, explored to the end: every step keeps the step rules, no state is
 * stuck, no run goes on for ever, and every guarantee holds on histories that together take every
 * step that there is.
 */
import { type Bounds, type Exploration, explore } from "../../model/explore.ts";
import type { Guarantees } from "../../model/guarantees.ts";
import type { Event, History } from "../../model/history.ts";
import { simulate } from "../../model/simulate.ts";
import type { State } from "../../model/state.ts";
import type { Workflow } from "../../model/workflow.ts";
import { createWorld } from "../../model/world.ts";
import { GUARANTEES } from "../all.ts";
import { isComparable } from "../comparable.ts";
import { isThrown, type Property } from "../property.ts";
import { judgeAll } from "../signature.ts";
import { readStory } from "../story.ts";
import { boundedCase } from "./bounded-case.ts";
import { STEP_RULES, type StepRule } from "./step-rules.ts";

/**
 * Something that must not be, with a history to the event where it is: a shortest one for what shows
 * in one step or one state, and of those that were judged the shortest for a guarantee.
 */
export interface Violation {
  /** The guarantee; or `accepts-what-it-enables`, `never-stuck`, `every-run-ends`. */
  readonly id: string;
  /** A sentence without its full stop. */
  readonly found: string;
  readonly workflow: Workflow;
  readonly history: History;
}

export interface Explored {
  /** False if the bound on states was reached first. */
  readonly complete: boolean;
  /** Whatever has struck before; and counted once for each number of strikes before. */
  readonly distinct: number;
  readonly states: number;
  readonly transitions: number;
  /** The states in which the execution has ended. */
  readonly ends: number;
  /** How many histories were judged. */
  readonly histories: number;
  readonly depth: number;
  readonly widest: number;
  readonly bytes: number;
  /** How many of the judged histories exercised a guarantee, by its id. */
  readonly held: Readonly<Record<string, number>>;
  /** One of each kind. */
  readonly violations: readonly Violation[];
  /** The first reason why a check threw, by guarantee: whether it holds is then not known. */
  readonly thrown: Readonly<Record<string, string>>;
}

export interface ExploreOptions {
  readonly guarantees: Guarantees;
  /** All guarantees, unless said otherwise. */
  readonly properties?: readonly Property[];
  readonly stepRules?: readonly StepRule[];
  /** Judges only a shortest history to each end, and not histories that together take every step. */
  readonly endsOnly?: boolean;
  /** Told how many states there are so far, now and then. */
  readonly onStates?: (states: number) => void;
}

export function exploreWorkflow(
  workflow: Workflow,
  bounds: Bounds,
  options: ExploreOptions,
): Explored {
  const { guarantees, properties = GUARANTEES, stepRules = STEP_RULES } = options;
  const { onStates, endsOnly = false } = options;
  const case_ = boundedCase(workflow);
  const world = createWorld(workflow, case_.limits, guarantees);
  const finished: number[] = [];
  const wrongSteps = new Map<string, WrongStep[]>();
  const step = (before: State, id: number, event: Event, after: State) => {
    for (const rule of stepRules) {
      const found = rule.check({ world, before, event, after });
      if (found === undefined) continue;
      const wrong = wrongSteps.get(rule.id) ?? [];
      wrongSteps.set(rule.id, wrong);
      wrong.push({ id, event, found });
    }
  };
  const found = explore(world, bounds, {
    step,
    visit: ({ id, state }) => {
      if (state.execution !== "RUNNING") finished.push(id);
      if (id % TELL_EVERY === TELL_EVERY - 1) onStates?.(id + 1);
    },
  });
  const violations: Violation[] = [];
  const violate = (id: string, sentence: string, history: History) => {
    violations.push({ id, found: sentence, workflow, history });
  };
  for (const [id, wrong] of wrongSteps) {
    const nearest = nearestOf(found, wrong);
    if (nearest === undefined) continue;
    violate(id, nearest.found, [...found.pathTo(nearest.id), nearest.event]);
  }
  const contradiction = nearestOf(found, found.contradictions);
  if (contradiction !== undefined) {
    const { id, event, refusal } = contradiction;
    const sentence = `the model enables ${event.kind} and refuses it: ${refusal.rule}, ${refusal.found}`;
    violate("accepts-what-it-enables", sentence, [...found.pathTo(id), event]);
  }
  const stuck = nearestOf(
    found,
    found.stuck.map((id) => ({ id })),
  )?.id;
  if (stuck !== undefined) {
    violate(
      "never-stuck",
      "nothing can happen, and the execution has not ended",
      found.pathTo(stuck),
    );
  }
  const endless = found.complete ? found.onACycle() : undefined;
  if (endless !== undefined) {
    violate("every-run-ends", "from here one can go on for ever", found.pathTo(endless));
  }
  const held: Record<string, number> = {};
  const crashFree = isComparable(workflow) ? simulate(case_, guarantees) : undefined;
  const thrown: Record<string, string> = {};
  const shortest = new Map<string, { readonly found: string; readonly history: History }>();
  let histories = 0;
  const all = !endsOnly && found.complete && endless === undefined;
  for (const history of all ? found.pathsThroughAll() : shortestTo(found, finished)) {
    histories += 1;
    for (const { property, verdict } of judgeAll(
      properties,
      readStory(case_, guarantees, history, crashFree),
    )) {
      const { id } = property;
      if (verdict.kind === "holds") held[id] = (held[id] ?? 0) + 1;
      if (isThrown(verdict)) thrown[id] ??= verdict.reason;
      if (verdict.kind !== "broken" || wrongSteps.has(id)) continue;
      const length = verdict.at + 1;
      if (length >= (shortest.get(id)?.history.length ?? Number.POSITIVE_INFINITY)) continue;
      const sentence = `${verdict.found}; expected ${verdict.expected}`;
      shortest.set(id, { found: sentence, history: history.slice(0, length) });
    }
  }
  for (const [id, { found: sentence, history }] of shortest) violate(id, sentence, history);
  const { complete, distinct, states, transitions, depth, widest, bytes } = found;
  const counts = { distinct, states, transitions, ends: finished.length, histories, depth };
  return { complete, ...counts, widest, bytes, held, violations, thrown };
}

interface WrongStep {
  readonly id: number;
  readonly event: Event;
  readonly found: string;
}

/** The one that the fewest events lead to; of several the first. */
function nearestOf<At extends { readonly id: number }>(
  { depthOf }: Exploration,
  all: readonly At[],
): At | undefined {
  let nearest: At | undefined;
  for (const each of all) {
    if (nearest === undefined || depthOf(each.id) < depthOf(nearest.id)) nearest = each;
  }
  return nearest;
}

function* shortestTo({ pathTo }: Exploration, ends: readonly number[]): Generator<History> {
  for (const id of ends) yield pathTo(id);
}

/** Often enough to see it move, and not so often that it costs. */
const TELL_EVERY = 1 << 14;
