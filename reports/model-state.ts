/** A state of the model as a value for files: what the log says, and how far the invocation is. */
import * as Schema from "effect/Schema";
import { livePhaseOf, recordOf, runsOf, type State } from "../model/state.ts";
import type { World } from "../model/world.ts";

export const ModelState = Schema.Struct({
  /** Virtual milliseconds since the execution started. */
  now: Schema.Int,
  /** The number of the live invocation; null if none is. */
  invocation: Schema.NullOr(Schema.Int),
  operations: Schema.Array(
    Schema.Struct({
      operation: Schema.String,
      /** What the log says: `none`, `STARTED`, `PENDING`, ... */
      status: Schema.String,
      /** The number of the attempt that is next or under way, from 1. */
      attempt: Schema.Int,
      /** How often the body has started. */
      starts: Schema.Int,
      /** How far the live invocation has come with it: `absent`, `called`, `running`, ... */
      phase: Schema.String,
    }),
  ),
});
export type ModelState = typeof ModelState.Type;

export function viewState(world: World, state: State): ModelState {
  const { now, invocation } = state;
  return {
    now,
    invocation: invocation?.number ?? null,
    operations: world.nodes.map(({ name }, index) => {
      const { status, attempt } = recordOf(state, index);
      const { at: phase } = livePhaseOf(state, index);
      return { operation: name, status, attempt, starts: runsOf(state, index), phase };
    }),
  };
}
