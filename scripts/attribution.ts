/**
 * Which findings a failing case of a version shows, told by copies of the version on which findings are
 * mended, each by its patch. A case shows a finding if
 *
 * - mending it alone, it holds or fails in another way; and
 * - it breaks what a kept case of the finding breaks; or breaks the same with all other findings mended.
 *
 * The latter because a patch can change when things are sent, and so make another mistake not happen.
 */
import { readCorpus } from "../cli/corpus.ts";
import { createAwsSdkEngine } from "../impl/aws-sdk/engine.ts";
import { NEWEST_SDK_VERSION, type SdkVersion } from "../impl/aws-sdk/sdk.ts";
import type { Engine } from "../impl/engine.ts";
import { type MendedRunners, mendedRunners } from "../impl/mended-runners.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import type { Observed } from "../properties/observe.ts";
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
  return judgeBy({ guarantees: engine.guarantees, run });
}

function judgeBy(observed: Observed): JudgeCase {
  return async (case_) => (await judgeCase(case_, observed, PROPERTIES)).failure;
}

/** The signatures that the kept cases of each finding have. */
const KEPT: ReadonlyMap<string, readonly string[]> = new Map(
  readCorpus().findings.map(({ id, cases }) => [id, cases.flatMap(({ signatures }) => signatures)]),
);

export class Attribution {
  /** The version as it is published. */
  readonly published: JudgeCase;
  /** The findings that it has, and that can be mended in it. */
  readonly findings: readonly string[];
  private readonly mended: MendedRunners;

  private constructor(published: JudgeCase, mended: MendedRunners) {
    this.published = published;
    this.findings = mended.findings;
    this.mended = mended;
  }

  static async of(version: SdkVersion = NEWEST_SDK_VERSION): Promise<Attribution> {
    const published = judgeOn(await createAwsSdkEngine(version));
    return new Attribution(published, await mendedRunners(`aws-sdk@${version}`, mendedIn(version)));
  }

  /** The version with these mended; what was loaded once is kept. */
  async with(findings: readonly string[]): Promise<JudgeCase> {
    return judgeBy(await this.mended.mend(findings));
  }

  /** Of a case that breaks `signature` on the version as it is published. */
  async shownBy(case_: Case, signature: string): Promise<readonly Shown[]> {
    const shown: Shown[] = [];
    for (const finding of this.findings) {
      const one = await this.shows(case_, signature, finding);
      if (one !== undefined) shown.push(one);
    }
    return shown;
  }

  /** The same of one finding; undefined if the case does not show it. */
  async shows(case_: Case, signature: string, finding: string): Promise<Shown | undefined> {
    const then = (await (await this.with([finding]))(case_))?.signature;
    if (then === signature) return undefined;
    if (KEPT.get(finding)?.includes(signature)) return { finding, then };
    const others = await this.with(this.findings.filter((each) => each !== finding));
    return (await others(case_))?.signature === signature ? { finding, then } : undefined;
  }
}
