/** Runs the cases of one batch and judges them. */
import type { Case } from "../../model/case.ts";
import type { Guarantees } from "../../model/guarantees.ts";
import type { History } from "../../model/history.ts";
import { observe } from "../observe.ts";
import type { Property } from "../property.ts";
import { type Tallied, Tally } from "./tally.ts";

/** Runs one case on the engine under test. */
export type RunCase = (case_: Case) => Promise<History>;

export interface BatchResult extends Tallied {
  readonly batch: number;
  readonly cases: number;
}

export interface BatchOptions {
  readonly batch: number;
  /** The number of the batch's first case. */
  readonly firstCase: number;
  /** The numbers of cases to leave out. */
  readonly skip?: ReadonlySet<number>;
  readonly properties: readonly Property[];
  readonly guarantees: Guarantees;
  readonly run: RunCase;
  /** Told before each case, so that a watchdog knows which one hangs. */
  readonly onCase?: (caseNumber: number) => void;
}

export async function runBatch(
  cases: readonly Case[],
  options: BatchOptions,
): Promise<BatchResult> {
  const tally = new Tally(options.properties);
  for (const [offset, case_] of cases.entries()) {
    const caseNumber = options.firstCase + offset;
    if (options.skip?.has(caseNumber)) continue;
    options.onCase?.(caseNumber);
    tally.add(caseNumber, await observe(case_, options, options.properties));
  }
  return { batch: options.batch, cases: cases.length, ...tally.tallied() };
}
