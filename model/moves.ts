/**
 * What can happen in a state, for exploring the model: what a right engine, its user code and its
 * service could do next, and what could strike there from outside.
 */
import { enabled, type Freedom } from "./enabled.ts";
import { FAILURE_NAMES, type FailureName, meaningOf } from "./fault.ts";
import type { Event } from "./history.ts";
import type { Refusal } from "./refusal.ts";
import { recordOf, type State } from "./state.ts";
import { transition } from "./transition.ts";
import type { World } from "./world.ts";

/** How far the model is explored. */
export interface Bounds {
  /** The most interruptions of one execution; with `faults`, of both together. */
  readonly interruptions: number;
  /** Whether calls to the service go wrong too. */
  readonly faults?: boolean;
  /** The most states, counted once for each number of interruptions that they are reached after. */
  readonly states?: number;
  /**
   * `out-of-reach`, unless said otherwise: limits never strike, and states that differ only in how
   * much time has passed are one. `strike`: the limits of the case count, and time with them.
   */
  readonly limits?: "out-of-reach" | "strike";
  /** None, unless said otherwise. */
  readonly freedom?: Freedom;
}

/** Something that happens, and the state after it; or why the model refuses what it enables. */
export type Move =
  | { readonly kind: "accepted"; readonly event: Event; readonly state: State }
  | { readonly kind: "refused"; readonly event: Event; readonly refusal: Refusal };

export class Moves {
  readonly timeless: boolean;
  private readonly given: World;
  private readonly world: World;
  private readonly bounds: Bounds;

  constructor(given: World, bounds: Bounds) {
    this.timeless = bounds.limits !== "strike";
    this.given = given;
    this.world = this.timeless ? { ...given, limits: NO_LIMITS } : given;
    this.bounds = bounds;
  }

  /** What could happen by itself. */
  events(state: State): readonly Event[] {
    const { given, world, bounds } = this;
    const events = enabled(world, state, bounds.freedom);
    const soon = events.every(({ at }) => at !== Number.POSITIVE_INFINITY)
      ? events
      : events.filter(({ at }) => at !== Number.POSITIVE_INFINITY);
    if (soon.length > 0 || !waitsForNobody(world, state)) return soon;
    const at = Math.max(state.now, given.limits.executionSeconds * 1_000);
    return [{ kind: "execution-ended", at, status: "TIMED_OUT" }];
  }

  /** What could strike: an interruption, and a call going wrong in each way that differs. */
  strikes({ now: at, invocation }: State): readonly Event[] {
    if (invocation === undefined) return [];
    const interruption: Event = { kind: "interrupted", at, why: "scheduled" };
    const { call, answer } = invocation;
    if (this.bounds.faults !== true || call === undefined || answer !== undefined) {
      return [interruption];
    }
    const { updates, recorded } = call;
    const faults = FAULTS.filter((failure) => meaningOf(failure).recorded === recorded);
    const withoutToken: Event = { kind: "checkpoint-replied", at, updates, withoutToken: true };
    return [
      interruption,
      ...faults.map((failure): Event => ({ kind: "checkpoint-failed", at, updates, failure })),
      ...(recorded ? [withoutToken] : []),
    ];
  }

  take(state: State, event: Event): Move {
    const out = event.kind === "execution-ended" && event.status === "TIMED_OUT";
    const step = transition(out ? this.given : this.world, state, event);
    return step.kind === "refused"
      ? { kind: "refused", event, refusal: step.refusal }
      : { kind: "accepted", event, state: step.state };
  }
}

/** One failure of each kind that differs in what it leaves and in what it ends. */
const FAULTS: readonly FailureName[] = FAILURE_NAMES.filter((failure, index) => {
  const { recorded, ends } = meaningOf(failure);
  return !FAILURE_NAMES.slice(0, index).some((earlier) => {
    const other = meaningOf(earlier);
    return other.recorded === recorded && other.ends === ends;
  });
});

/** Somebody outside is waited for who never comes: nothing is left but the limit of the execution. */
function waitsForNobody({ nodes }: World, state: State): boolean {
  const { execution, invocation } = state;
  if (execution !== "RUNNING" || invocation !== undefined) return false;
  return nodes.some(({ index, kind }) => {
    if (kind !== "callback") return false;
    const { status, dueAt } = recordOf(state, index);
    return status === "STARTED" && dueAt === undefined;
  });
}

const NO_LIMITS = {
  invocationSeconds: Number.POSITIVE_INFINITY,
  executionSeconds: Number.POSITIVE_INFINITY,
};
