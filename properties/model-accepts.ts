/**
 * The refusal check: is the history a run of the model? It needs no interpretation where everything
 * is shown: each event is accepted or refused by name.
 */
import type { Refusal } from "../model/refusal.ts";
import type { State } from "../model/state.ts";
import { initial, transition } from "../model/transition.ts";
import { worldOf } from "../model/world.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import type { Story } from "./story.ts";

export const modelAccepts: Property = {
  id: "model-accepts",
  sentence: "Every event of the history is one that the reference model allows where it happened.",
  source: "semantics 2, 4 and 5; model/transition.ts",
  check(story) {
    const walk = walkModel(story);
    if (walk.kind === "accepted") return holdsIf(story.history.length > 0);
    const { rule, operation, expected, found } = walk.refusal;
    return broken(walk.at, operation, rule, expected, found);
  },
};

/** The model's way through a history: to its end, or to the first event that it refuses. */
export type Walk =
  | { readonly kind: "accepted"; readonly state: State }
  | {
      readonly kind: "refused";
      readonly at: number;
      readonly refusal: Refusal;
      /** The state just before the refused event. */
      readonly state: State;
    };

export function walkModel({ case: case_, guarantees, history }: Story): Walk {
  const world = worldOf(case_, guarantees);
  let state = initial(world);
  for (const [at, event] of history.entries()) {
    const step = transition(world, state, event);
    if (step.kind === "refused") return { kind: "refused", at, refusal: step.refusal, state };
    state = step.state;
  }
  return { kind: "accepted", state };
}
