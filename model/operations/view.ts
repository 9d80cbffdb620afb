/** Where one step stands, gathered for its rules. */
import { harness, type Transition } from "../refusal.ts";
import { type Invocation, phaseOf, recordOf, type State } from "../state.ts";
import type { World } from "../world.ts";
import type { StepView } from "./step.ts";

/** The view of a step that its rules take. */
export function viewStep(
  world: World,
  state: State,
  invocation: Invocation,
  index: number,
): StepView | undefined {
  const node = world.nodes[index];
  if (node?.step === undefined) return undefined;
  const { step, kind } = node;
  const watched = kind !== "condition" && step.retry.policy !== "default";
  const silent = kind === "submitter";
  const record = recordOf(state, index);
  return { world, state, index, step, watched, silent, record, phase: phaseOf(invocation, index) };
}

export function onStep(
  world: World,
  state: State,
  invocation: Invocation,
  name: string,
  rule: (view: StepView) => Transition,
): Transition {
  const index = world.indexOf.get(name);
  const view = index === undefined ? undefined : viewStep(world, state, invocation, index);
  return view === undefined ? harness("a step of the workflow", name) : rule(view);
}
