/**
 * The set of states that an observer can't tell apart. Where a record does not show everything, the
 * system may be in any of several states: hidden events lead from each to others, and what is
 * observed leaves those in which it could have happened. If it leaves none, no right engine could
 * have been observed so.
 *
 * ```ts
 * let states: readonly State[] = [initial];
 * for (const event of record) {
 *   const next = observe(system, states, event);
 *   if (next.kind !== "possible") return next;
 *   states = next.states;
 * }
 * ```
 */

/** A system of which some events are hidden. */
export interface Observed<State, Event, Refusal> {
  /** The states to which one hidden event leads. */
  readonly hidden: (state: State, until: Event) => readonly State[];
  /** The states in which it may be after the event; or why it can't happen. */
  readonly step: (state: State, event: Event) => Step<State, Refusal>;
  /** The same for states that no future event can tell apart, and only for those. */
  readonly key: (state: State) => string;
}

export type Step<State, Refusal> =
  | { readonly kind: "possible"; readonly states: readonly State[] }
  | { readonly kind: "refused"; readonly refusal: Refusal };

export type Seen<State, Refusal> =
  | Step<State, Refusal>
  /** There are more states than can be told apart in reasonable time: nothing can be said. */
  | { readonly kind: "too-many" };

const MOST_STATES = 20_000;

/** The states in which the system may be after the event, if it may have been in `states` before. */
export function observe<State, Event, Refusal>(
  system: Observed<State, Event, Refusal>,
  states: readonly State[],
  event: Event,
): Seen<State, Refusal> {
  const before = closure(system, states, event);
  if (before === undefined) return { kind: "too-many" };
  const after = new Map<string, State>();
  let refusal: Refusal | undefined;
  for (const state of before) {
    const step = system.step(state, event);
    // The last is the one that most hidden events lead to: it came nearest to the event.
    if (step.kind === "refused") refusal = step.refusal;
    else for (const next of step.states) after.set(system.key(next), next);
    if (after.size > MOST_STATES) return { kind: "too-many" };
  }
  if (after.size > 0) return { kind: "possible", states: [...after.values()] };
  if (refusal === undefined) throw new Error("There is no state to begin with");
  return { kind: "refused", refusal };
}

/** The states, and all that hidden events lead to; undefined if they are too many. */
function closure<State, Event, Refusal>(
  { hidden, key }: Observed<State, Event, Refusal>,
  states: readonly State[],
  until: Event,
): readonly State[] | undefined {
  const found = new Map(states.map((state) => [key(state), state]));
  const queue = [...found.values()];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const state of hidden(next, until)) {
      const name = key(state);
      if (found.has(name)) continue;
      found.set(name, state);
      queue.push(state);
      if (found.size > MOST_STATES) return undefined;
    }
  }
  return [...found.values()];
}
