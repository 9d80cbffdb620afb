/** What a saved case did when it was run again, beside what it did before, as the value to render. */
import type { Case } from "../model/case.ts";
import type { Failure } from "../properties/signature.ts";
import type { Counterexample } from "../reports/counterexample.ts";
import type { ReplayReport } from "../reports/replay-report.ts";
import { makeCounterexample } from "./counterexample.ts";
import type { ReplayAnswer } from "./pool/messages.ts";
import { packageVersion } from "./version.ts";

/** What is replayed, and what it broke when it was found. */
export interface Saved {
  readonly file: string;
  readonly engine: string;
  readonly case: Case;
  readonly before: Counterexample | undefined;
}

export function replayReport(
  saved: Saved,
  { history, failure, guarantees }: ReplayAnswer,
): ReplayReport {
  const { engine, file, case: case_, before } = saved;
  const common = {
    version: packageVersion(),
    node: process.versions.node,
    engine,
    file,
    case: case_,
    history,
  };
  if (failure === undefined) {
    const comparison = `${engine} breaks nothing in this case.`;
    return { ...common, counterexample: undefined, comparison };
  }
  const failing = { engine, case: case_, history, failure, guarantees };
  return {
    ...common,
    counterexample: makeCounterexample(failing, before),
    comparison: compare(saved, failure),
  };
}

/** What breaks now, beside what broke when the case was saved. */
function compare({ engine, before }: Saved, failure: Failure): string {
  const { property, signature } = failure;
  if (before === undefined) return `${engine} breaks this case: ${signature}.`;
  if (before.signature === signature) {
    return `${engine} still breaks the same property in the same way.`;
  }
  if (breaksTheSame(failure, before)) {
    const how = property === before.property ? `now as ${signature}` : `and before it ${property}`;
    return `${engine} still breaks the same property, ${before.property}, ${how}.`;
  }
  return `${engine} breaks this case in another way than before: ${signature}, not ${before.signature}.`;
}

/** A case may have been found by one property alone: of all, another may break before it. */
export function breaksTheSame(
  { property, alsoBroken }: Failure,
  before: Counterexample | undefined,
): boolean {
  return before !== undefined && [property, ...alsoBroken].includes(before.property);
}
