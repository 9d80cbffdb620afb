/**
 * The verdict on a history that does not show everything: whether some run of the model, with
 * hidden events between those that are shown, looks like it.
 */
import type { Case } from "./case.ts";
import { enabled } from "./enabled.ts";
import type { Guarantees } from "./guarantees.ts";
import type { Event, EventKind, History } from "./history.ts";
import { type Observed, observe } from "./possible.ts";
import type { Refusal } from "./refusal.ts";
import type { State } from "./state.ts";
import { initial, transition } from "./transition.ts";
import { type World, worldOf } from "./world.ts";

export type ShownVerdict =
  | { readonly kind: "possible" }
  /** No right engine could have caused this event where the history has it. */
  | { readonly kind: "impossible"; readonly at: number; readonly refusal: Refusal }
  | { readonly kind: "too-many"; readonly at: number };

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
  let states: readonly State[] = [initial(world)];
  for (const [at, event] of history.entries()) {
    const seen = observe(system, states, event);
    if (seen.kind === "too-many") return { kind: "too-many", at };
    if (seen.kind === "refused") return { kind: "impossible", at, refusal: seen.refusal };
    states = seen.states;
  }
  return { kind: "possible" };
}

function hiddenSteps(
  world: World,
  hides: ReadonlySet<EventKind>,
  losesTokens: boolean,
  state: State,
  until: Event,
): readonly State[] {
  const next = enabled(world, state, { polls: true, timers: true }).flatMap((event) => {
    const fits = fitted(event, until);
    // Which reply came without a token is not shown: the case tells only that one may have.
    const isReply = losesTokens && fits.kind === "checkpoint-replied";
    return isReply ? [fits, { ...fits, withoutToken: true as const }] : [fits];
  });
  // What an engine sends together is its own choice: it shows in what is recorded.
  const request: readonly Event[] =
    until.kind === "checkpoint-recorded" && state.invocation?.call === undefined
      ? [{ kind: "checkpoint-requested", at: state.now, updates: until.updates }]
      : [];
  return [...next, ...request]
    .filter(({ kind, at }) => hides.has(kind) && at <= until.at)
    .flatMap((event) => {
      const step = transition(world, state, event);
      return step.kind === "accepted" ? [step.state] : [];
    });
}

/** The delay that a strategy chose shows in the RETRY that is recorded. */
function fitted(event: Event, until: Event): Event {
  if (event.kind !== "strategy-asked" || event.decision.kind !== "retry") return event;
  if (!("updates" in until)) return event;
  const update = until.updates.find(({ operation }) => operation === event.operation);
  if (update?.delaySeconds === undefined) return event;
  return { ...event, decision: { kind: "retry", delaySeconds: update.delaySeconds } };
}

function keyOf(state: State): string {
  return JSON.stringify(state, (_, value) => (value instanceof Map ? [...value] : value));
}
