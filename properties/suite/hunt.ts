/** Looks for the first case in which an engine breaks a property, in the order in which cases are drawn. */
import type { Case } from "../../model/case.ts";
import { BATCH_SIZE, drawBatch, type Scope } from "../generators/case.ts";
import type { Observed } from "../observe.ts";
import type { Property } from "../property.ts";
import { judgeCase } from "./judge-case.ts";

export interface HuntOptions {
  readonly seed: number;
  readonly scope: Scope;
  /** How many cases may be run. */
  readonly cases: number;
  readonly properties: readonly Property[];
  /** Told before each case, so that a watchdog knows which one hangs. */
  readonly onCase?: (caseNumber: number) => void;
}

/** What broke, in which case; `cases` is how many it took, that one included. */
export interface Prey {
  readonly cases: number;
  readonly property: string;
  readonly signature: string;
  readonly case: Case;
}

/** Undefined if nothing broke. */
export async function hunt(engine: Observed, options: HuntOptions): Promise<Prey | undefined> {
  const { seed, scope, cases, properties, onCase } = options;
  for (let first = 0; first < cases; first += BATCH_SIZE) {
    for (const [offset, case_] of drawBatch(
      seed,
      first / BATCH_SIZE,
      cases - first,
      scope,
    ).entries()) {
      onCase?.(first + offset);
      const { failure } = await judgeCase(case_, engine, properties);
      if (failure === undefined) continue;
      const { property, signature } = failure;
      return { cases: first + offset + 1, property, signature, case: case_ };
    }
  }
  return undefined;
}
