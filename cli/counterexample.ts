/** Makes the value and file of a counterexample from what was found. */
import type { Case } from "../model/case.ts";
import type { Guarantees } from "../model/guarantees.ts";
import type { History } from "../model/history.ts";
import { PROPERTIES } from "../properties/all.ts";
import { sizeOf } from "../properties/shrink/shrink.ts";
import type { Failure } from "../properties/signature.ts";
import { COUNTEREXAMPLE_VERSION, type Counterexample } from "../reports/counterexample.ts";
import { inevitabilityOf } from "../reports/inevitability.ts";
import { type ModelState, viewState } from "../reports/model-state.ts";
import { walkThrough } from "../reports/model-walk.ts";
import { packageVersion } from "./version.ts";

/** A case that fails on an engine, and how. */
export interface Failing {
  readonly engine: string;
  readonly case: Case;
  readonly history: History;
  readonly failure: Failure;
  /** What the engine promises. */
  readonly guarantees: Guarantees;
}

/** As it is where nothing was shrunk and nothing was drawn, but for what is known of that. */
export function makeCounterexample(
  { engine, case: case_, history, failure, guarantees }: Failing,
  known: Partial<Pick<Counterexample, "shrink" | "drawn">> = {},
): Counterexample {
  const { property, signature, broken, alsoBroken } = failure;
  const size = sizeOf(case_);
  const modelState = modelStateBefore(case_, history, broken.at, guarantees);
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
    inevitability: inevitabilityOf(case_, history, broken.at, guarantees),
    alsoBroken,
    case: case_,
    history: [...history],
    shrink: known.shrink ?? { from: size, to: size, tried: 0, minimal: false, certificate: [] },
    drawn: known.drawn ?? { seed: 0, caseNumber: 0 },
  };
}

/** What the model knew just before an event; undefined if it had refused an earlier one. */
function modelStateBefore(
  case_: Case,
  history: History,
  at: number,
  guarantees: Guarantees,
): ModelState | undefined {
  const { world, states } = walkThrough(case_, history, at, guarantees);
  const state = states[at];
  return state === undefined ? undefined : viewState(world, state);
}
