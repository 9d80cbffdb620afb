/**
 * Which known finding a failing case shows, told by engines on which findings are mended: a case that
 * holds once one finding is mended, and nothing else is changed, shows that finding, however large it
 * is. A case that fails still with all of them mended shows something that is not known.
 */
import type { Case } from "../../model/case.ts";
import type { Observed } from "../observe.ts";
import type { Property } from "../property.ts";
import type { Failure } from "../signature.ts";
import { judgeCase } from "./judge-case.ts";

export interface MendedEngines {
  /** The ids of the findings that can be mended. */
  readonly findings: readonly string[];
  /** The engine under test with these mended, and nothing else changed. */
  readonly mend: (findings: readonly string[]) => Promise<Observed>;
}

export type Explanation =
  /** The finding that it shows; where it takes several to make the case hold, the first of them. */
  | { readonly kind: "known"; readonly finding: string }
  /** What still breaks with all findings mended. */
  | { readonly kind: "unknown"; readonly left: Failure };

export class Explainer {
  private readonly mended: MendedEngines;
  private readonly properties: readonly Property[];
  private readonly likely: ReadonlyMap<string, readonly string[]>;

  /** `likely` are the findings that are known to have a signature: they are asked first. */
  constructor(
    mended: MendedEngines,
    properties: readonly Property[],
    likely: ReadonlyMap<string, readonly string[]>,
  ) {
    this.mended = mended;
    this.properties = properties;
    this.likely = likely;
  }

  /** Of a case that breaks `signature` on the engine as it is. */
  async explain(case_: Case, signature: string): Promise<Explanation> {
    const { findings } = this.mended;
    const likely = (this.likely.get(signature) ?? []).filter((id) => findings.includes(id));
    const changed: string[] = [];
    const holdsWithout = async (finding: string) => {
      const left = await this.breaksWithout([finding], case_);
      if (left !== undefined && left.signature !== signature) changed.push(finding);
      return left === undefined;
    };
    for (const finding of likely) {
      if (await holdsWithout(finding)) return { kind: "known", finding };
    }
    const left = await this.breaksWithout(findings, case_);
    if (left !== undefined) return { kind: "unknown", left };
    for (const finding of findings) {
      if (!likely.includes(finding) && (await holdsWithout(finding))) {
        return { kind: "known", finding };
      }
    }
    const [finding = await this.oneThatIsNeeded(case_)] = changed;
    return { kind: "known", finding };
  }

  /** What the case breaks first with these findings mended; undefined for nothing. */
  async breaksWithout(findings: readonly string[], case_: Case): Promise<Failure | undefined> {
    const engine = await this.mended.mend(findings);
    const { failure } = await judgeCase(case_, engine, this.properties);
    if (failure?.signature !== CUT_OFF_WORK || !findings.includes(PLAIN_WORK)) return failure;
    return (await judgeCase(withDurableWork(case_), engine, this.properties)).failure;
  }

  /** Of a case that only several together make hold: the first without which it fails. */
  private async oneThatIsNeeded(case_: Case): Promise<string> {
    let needed = this.mended.findings;
    for (const finding of this.mended.findings) {
      const others = needed.filter((each) => each !== finding);
      if ((await this.breaksWithout(others, case_)) === undefined) needed = others;
    }
    return needed[0] as string;
  }
}

/**
 * No patch of a few lines lets an SDK see ordinary asynchronous work that goes on while another branch
 * waits. Told of it, by a step that takes as long, it must hold.
 */
const PLAIN_WORK = "suspends-during-plain-work";
const CUT_OFF_WORK = "suspends-only-when-idle/work/suspended-with-work";

/** The case with a step for all plain work, which takes as long. */
export function withDurableWork(case_: Case): Case {
  return JSON.parse(JSON.stringify(case_), (_, value) => {
    if (value?.kind !== "work" || typeof value.milliseconds !== "number") return value;
    return {
      kind: "step",
      name: value.name,
      semantics: "AtLeastOncePerRetry",
      retry: { policy: "never" },
      runs: [{ does: "return", milliseconds: value.milliseconds }],
      onError: "throw",
    };
  });
}
