/**
 * Which finding a failing case of a version shows: the one that, mended, makes the case hold or fail in
 * another way. No signature and no shape is asked, so cases of any size can be told apart.
 */
import { createMendedEngine } from "../impl/aws-sdk/mended.ts";
import { NEWEST_SDK_VERSION, type SdkVersion } from "../impl/aws-sdk/sdk.ts";
import type { Engine } from "../impl/engine.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import type { Failure } from "../properties/signature.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { mendedIn } from "./findings-table.ts";

/** What a case breaks first; undefined for nothing. */
export type JudgeCase = (case_: Case) => Promise<Failure | undefined>;

/** A finding that a case shows, and the signature of what it still breaks when that is mended. */
export interface Shown {
  readonly finding: string;
  readonly then: string | undefined;
}

export function judgeOn(engine: Engine): JudgeCase {
  const run = async (case_: Case) => (await runSimulated(case_, engine)).history;
  const observed = { guarantees: engine.guarantees, run };
  return async (case_) => (await judgeCase(case_, observed, PROPERTIES)).failure;
}

/** The findings that a case shows which breaks `signature` on the version as it is published. */
export async function createAttribution(
  version: SdkVersion = NEWEST_SDK_VERSION,
): Promise<(case_: Case, signature: string) => Promise<readonly Shown[]>> {
  const judges = new Map<string, JudgeCase>();
  for (const finding of mendedIn(version)) {
    judges.set(finding, judgeOn(await createMendedEngine(version, [finding])));
  }
  return async (case_, signature) => {
    const shown: Shown[] = [];
    for (const [finding, judge] of judges) {
      const then = (await judge(case_))?.signature;
      if (then !== signature) shown.push({ finding, then });
    }
    return shown;
  };
}
