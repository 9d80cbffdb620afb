/**
 * The verdict on a history that does not show everything: whether some run of the model, with
 * hidden events between those that are shown, looks like it.
 */
import type { Case } from "./case.ts";
import { enabled, type Freedom } from "./enabled.ts";
import type { Guarantees } from "./guarantees.ts";
import type { Event, EventKind, EventOf, History } from "./history.ts";
import { type Observed, observe } from "./possible.ts";
import type { Node } from "./program.ts";
import type { Refusal } from "./refusal.ts";
import { strategyThrows } from "./retry-decision.ts";
import type { State } from "./state.ts";
import { initial, transition } from "./transition.ts";
import { type World, worldOf } from "./world.ts";

export type ShownVerdict =
  | { readonly kind: "possible" }
  /** No right engine could have caused this event where the history has it. */
  | { readonly kind: "impossible"; readonly at: number; readonly refusal: Refusal }
  /** Nothing can be said of this event, for the reason given as the end of "… before it: …". */
  | { readonly kind: "unclear"; readonly at: number; readonly why: string };

/** Kinds that a record may leave out; where invocations begin and end is always shown. */
export const HIDEABLE = [
  "operation-called",
  "body-entered",
  "body-finished",
  "strategy-asked",
  "checkpoint-requested",
  "checkpoint-replied",
  "operation-resolved",
  "timer-fired",
  "handler-finished",
  "invocation-answered",
] as const satisfies readonly EventKind[];

/**
 * With other operations an engine has choices that nothing shows if these are hidden, of which not all
 * are tried: how it wraps an error, and which branches it starts again though it need not.
 */
const WITHOUT_CHOICES: ReadonlySet<Node["kind"]> = new Set(["step", "wait", "work"]);
const CHOSEN = ["operation-resolved", "body-entered"] as const;
const CHOICES = "what the engine chose may be hidden, such as the words of its errors";

export function judgeShown(
  case_: Case,
  guarantees: Guarantees,
  history: History,
  hides: ReadonlySet<EventKind>,
): ShownVerdict {
  const world = worldOf(case_, guarantees);
  const losesTokens =
    case_.schedule.faults?.some(({ fault }) => fault === "token-missing") ?? false;
  const system: Observed<State, Event, Refusal> = {
    hidden: (state, until) => hiddenSteps(world, hides, losesTokens, state, until),
    step: (state, event) => {
      const next = transition(world, state, event);
      return next.kind === "accepted" ? { kind: "possible", states: [next.state] } : next;
    },
    key: keyOf,
  };
  const hidesChoices =
    CHOSEN.some((kind) => hides.has(kind)) &&
    world.nodes.some(({ kind, step }) => {
      return !WITHOUT_CHOICES.has(kind) || strategyThrows(step?.retry);
    });
  let states: readonly State[] = [initial(world)];
  for (const [at, event] of history.entries()) {
    const seen = observe(system, states, event);
    if (seen.kind === "too-many")
      return { kind: "unclear", at, why: "too many states are possible" };
    if (seen.kind === "refused") {
      if (hidesChoices) return { kind: "unclear", at, why: CHOICES };
      return { kind: "impossible", at, refusal: seen.refusal };
    }
    states = seen.states;
  }
  return { kind: "possible" };
}

/** In any order, with all that an engine may choose and that shows in what is seen of it. */
const FREEDOM: Freedom = { polls: true, timers: true, order: true };

function hiddenSteps(
  world: World,
  hides: ReadonlySet<EventKind>,
  losesTokens: boolean,
  state: State,
  until: Event,
): readonly State[] {
  const next = enabled(world, state, FREEDOM).flatMap((event) => {
    const fits = fitted(world, state, event, until);
    return fits.kind === "checkpoint-replied" ? replies(fits, losesTokens, until) : [fits];
  });
  return [...next, ...chosen(state, until)]
    .filter(({ kind, at }) => hides.has(kind) && at <= until.at)
    .flatMap((event) => {
      const step = transition(world, state, event);
      return step.kind === "accepted" ? [step.state] : [];
    });
}

/** A reply may take its time, and come without a token: the case tells only that one may have. */
function replies(
  reply: EventOf<"checkpoint-replied">,
  losesTokens: boolean,
  { at }: Event,
): readonly Event[] {
  const inTime = at > reply.at ? [reply, { ...reply, at }] : [reply];
  if (!losesTokens) return inTime;
  return inTime.flatMap((each) => [each, { ...each, withoutToken: true as const }]);
}

/** What an engine sends together, and what it answers, is its own choice: what follows shows it. */
function chosen({ invocation, now: at }: State, until: Event): readonly Event[] {
  const isOfCall =
    until.kind === "checkpoint-recorded" ||
    until.kind === "checkpoint-failed" ||
    until.kind === "checkpoint-refused";
  if (isOfCall && invocation?.call === undefined) {
    return [{ kind: "checkpoint-requested", at, updates: until.updates }];
  }
  if (until.kind === "answer-accepted" && invocation?.answer === undefined) {
    return [{ kind: "invocation-answered", at, answer: until.answer }];
  }
  // An invocation that threw is followed by the next: no answer is taken.
  if (until.kind === "invocation-started" && invocation?.answer === undefined) {
    return [{ kind: "invocation-answered", at, answer: { kind: "threw", error: SOME_ERROR } }];
  }
  return [];
}

const SOME_ERROR = { name: "Error", message: "hidden" };

/** A strategy's delay shows in the RETRY that is recorded, and what was given once is given again. */
function fitted(world: World, state: State, event: Event, until: Event): Event {
  if (event.kind === "operation-resolved") {
    const kept = state.kept.get(world.indexOf.get(event.operation) ?? Number.NaN);
    return kept === undefined ? event : { ...event, outcome: kept };
  }
  if (event.kind !== "strategy-asked" || event.decision.kind !== "retry") return event;
  if (!("updates" in until)) return event;
  for (const { operation, delaySeconds } of until.updates) {
    if (operation !== event.operation || delaySeconds === undefined) continue;
    return { ...event, decision: { kind: "retry", delaySeconds } };
  }
  return event;
}

function keyOf(state: State): string {
  return JSON.stringify(state, (_, value) => (value instanceof Map ? [...value] : value));
}
