/** Makes the value and file of a counterexample from what was found. */
import type { Case } from "../model/case.ts";
import type { History } from "../model/history.ts";
import { initial, transition } from "../model/transition.ts";
import { worldOf } from "../model/world.ts";
import { PROPERTIES } from "../properties/all.ts";
import { sizeOf } from "../properties/shrink/shrink.ts";
import type { Failure } from "../properties/signature.ts";
import type { Story } from "../properties/story.ts";
import { COUNTEREXAMPLE_VERSION, type Counterexample } from "../reports/counterexample.ts";
import { type ModelState, viewState } from "../reports/model-state.ts";
import { packageVersion } from "./version.ts";

/** A case that fails on an engine, and how. */
export interface Failing {
  readonly engine: string;
  readonly case: Case;
  readonly history: History;
  readonly failure: Failure;
  readonly modelState: ModelState | undefined;
}

/** As it is where nothing was shrunk and nothing was drawn, but for what is known of that. */
export function makeCounterexample(
  { engine, case: case_, history, failure, modelState }: Failing,
  known: Partial<Pick<Counterexample, "shrink" | "drawn">> = {},
): Counterexample {
  const { property, signature, broken, alsoBroken } = failure;
  const size = sizeOf(case_);
  return {
    format: "durable-conformance/counterexample",
    version: COUNTEREXAMPLE_VERSION,
    engine,
    madeWith: { version: packageVersion(), node: process.versions.node },
    property,
    sentence: PROPERTIES.find(({ id }) => id === property)?.sentence ?? property,
    signature,
    at: broken.at,
    ...(broken.operation === undefined ? {} : { operation: broken.operation }),
    expected: broken.expected,
    found: broken.found,
    ...(modelState === undefined ? {} : { modelState }),
    alsoBroken,
    case: case_,
    history: [...history],
    shrink: known.shrink ?? { from: size, to: size, tried: 0, minimal: false, certificate: [] },
    drawn: known.drawn ?? { seed: 0, caseNumber: 0 },
  };
}

/** What the model knew just before an event; undefined if it had refused an earlier one. */
export function modelStateBefore(story: Story, at: number): ModelState | undefined {
  const world = worldOf(story.case, story.guarantees);
  let state = initial(world);
  for (const event of story.history.slice(0, at)) {
    const next = transition(world, state, event);
    if (next.kind === "refused") return undefined;
    state = next.state;
  }
  return viewState(world, state);
}
