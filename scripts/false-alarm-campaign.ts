/**
 * Whether what fails on 2.4.0 is a confirmed finding: every case is judged on 2.4.0 as it is
 * published, on 2.4.0 with all findings mended, and on the embedded engine. What fails on one of the
 * latter two is explained by no finding: a false alarm, or something that is not known yet.
 */
import type { Case } from "../model/case.ts";
import { BATCH_SIZE, drawBatch, type Scope } from "../properties/generators/case.ts";
import type { Failure } from "../properties/signature.ts";
import { CUT_OFF_WORK, PLAIN_WORK, withDurableWork } from "../properties/suite/explain.ts";
import type { JudgeCase, Shown } from "./attribution.ts";

export interface Judges {
  readonly published: JudgeCase;
  readonly mended: JudgeCase;
  readonly embedded: JudgeCase;
  readonly attribute: (case_: Case, signature: string) => Promise<readonly Shown[]>;
}

export interface Campaign {
  readonly scope: Scope;
  readonly seed: number;
  readonly cases: number;
  /** Cases that fail on 2.4.0 as it is published. */
  readonly failures: number;
  /** By finding: how many of the failures show it (attribution.ts). */
  readonly findings: Readonly<Record<string, number>>;
  /** Failures that show no single finding, and hold with all of them mended. */
  readonly several: number;
  /**
   * Cases that fail with all findings mended for cutting off plain work, which the patch can't see
   * everywhere, and hold there when the work is a step. They count as shown by that finding.
   */
  readonly plainWork: number;
  readonly unexplained: readonly Unexplained[];
}

/** On 2.4.0 as it is published: a failure on which model and guarantees disagree. */
export interface Unexplained {
  readonly engine: "published" | "mended" | "embedded";
  readonly signature: string;
  readonly case: Case;
}

/** The cases are those of `verify --scope SCOPE --seed SEED --runs CASES`. */
export async function runCampaign(
  judges: Judges,
  { scope, seed, cases }: Pick<Campaign, "scope" | "seed" | "cases">,
): Promise<Campaign> {
  const findings: Record<string, number> = {};
  const unexplained: Unexplained[] = [];
  const count = (finding: string) => {
    findings[finding] = (findings[finding] ?? 0) + 1;
  };
  let [failures, several, plainWork] = [0, 0, 0];
  for (let first = 0; first < cases; first += BATCH_SIZE) {
    for (const case_ of drawBatch(seed, first / BATCH_SIZE, cases - first, scope)) {
      const add = (engine: Unexplained["engine"], { signature }: Failure) =>
        unexplained.push({ engine, signature, case: case_ });
      const failure = await judges.published(case_);
      const left = await judges.mended(case_);
      const broken = await judges.embedded(case_);
      const isWork = left !== undefined && (await isPlainWork(judges, case_, left));
      if (isWork) plainWork += 1;
      else if (left !== undefined) add("mended", left);
      if (broken !== undefined) add("embedded", broken);
      if (failure === undefined) continue;
      failures += 1;
      if (isOneSided(failure)) add("published", failure);
      const shown = await judges.attribute(case_, failure.signature);
      for (const { finding } of shown) count(finding);
      if (isWork && shown.every(({ finding }) => finding !== PLAIN_WORK)) count(PLAIN_WORK);
      else if (shown.length === 0) several += 1;
    }
  }
  const counted = Object.fromEntries(Object.entries(findings).toSorted());
  return {
    scope,
    seed,
    cases,
    failures,
    findings: counted,
    several,
    plainWork,
    unexplained,
  };
}

/** Whether only the model refuses, or only guarantees do. */
function isOneSided({ property, alsoBroken }: Failure): boolean {
  const guarantees = [property, ...alsoBroken].filter((id) => id !== "model-accepts");
  return guarantees.length === 0 || guarantees.length === alsoBroken.length + 1;
}

/** An SDK can't see work that it is not told of: told, it must hold. */
async function isPlainWork(
  { mended }: Judges,
  case_: Case,
  { signature }: Failure,
): Promise<boolean> {
  if (signature !== CUT_OFF_WORK) return false;
  return (await mended(withDurableWork(case_))) === undefined;
}
