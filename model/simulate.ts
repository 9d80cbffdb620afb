/**
 * The model run as if it were an engine: of all that could happen next, the first. Gives the
 * history that a right engine would show for a case if nothing needed time but bodies and timers.
 */
import type { Case } from "./case.ts";
import { enabled } from "./enabled.ts";
import type { Guarantees } from "./guarantees.ts";
import type { Event, History } from "./history.ts";
import { ScheduleCursor } from "./points.ts";
import type { State } from "./state.ts";
import { initial, transition } from "./transition.ts";
import { createWorld, type World } from "./world.ts";

/**
 * @throws Error if the model refuses an event that it has itself enabled, or gets stuck: a mistake
 * in the model.
 */
export function simulate({ workflow, schedule, limits }: Case, guarantees: Guarantees): History {
  const world = createWorld(workflow, limits, guarantees);
  const cursor = new ScheduleCursor(schedule.interruptions);
  const history: Event[] = [];
  let state = initial(world);
  const apply = (event: Event) => {
    const step = transition(world, state, event);
    if (step.kind === "refused") {
      const { rule, expected, found } = step.refusal;
      throw new Error(
        `The model refuses its own event ${event.kind}: ${rule}, ${expected}, ${found}`,
      );
    }
    state = step.state;
    history.push(event);
  };
  let restartAt = 0;
  while (state.execution === "RUNNING") {
    const event = next(world, state, restartAt);
    if (event === undefined) throw new Error("The model is stuck: nothing is enabled");
    apply(event);
    const strike = cursor.strike(event);
    if (strike === undefined) continue;
    apply({ kind: "interrupted", at: state.now, why: "scheduled" });
    restartAt = state.now + (strike.restartSeconds ?? 0) * 1_000;
  }
  return history;
}

/** Until the service invokes again only timers fire, outside parties act, and the execution ends. */
function next(world: World, state: State, restartAt: number): Event | undefined {
  const [first] = enabled(world, state);
  if (first?.kind !== "invocation-started" || restartAt <= first.at) return first;
  const [meanwhile] = enabled(world, { ...state, wake: false });
  if (meanwhile !== undefined && meanwhile.at <= restartAt) return meanwhile;
  return { ...first, at: restartAt };
}
