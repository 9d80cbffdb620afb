/**
 * The engine that a worker tests, and the same engine with known findings mended: these tell which
 * finding a failing case shows, and that a smaller case still fails for the same reason.
 */
import { type MendedRunners, mendedRunners } from "../../impl/mended-runners.ts";
import { createRunner, type Runner } from "../../impl/runner.ts";
import type { Case } from "../../model/case.ts";
import { PROPERTIES } from "../../properties/all.ts";
import type { Property } from "../../properties/property.ts";
import { Explainer, type Explanation } from "../../properties/suite/explain.ts";
import { judgeCase } from "../../properties/suite/judge-case.ts";
import type { FoundFailure, Tallied } from "../../properties/suite/tally.ts";
import type { Mendable, WorkerSetup } from "./messages.ts";

/** Told of each case before it runs, by its number; also which it is, where that is not told already. */
type Beat = (caseNumber: number, case_?: Case) => void;

export class Tested {
  readonly runner: Runner;
  private readonly checked: readonly Property[];
  private readonly beat: Beat;
  /** Undefined where no finding can be mended. */
  private readonly mended: MendedRunners | undefined;
  private readonly mendable: Mendable;
  private caseNumber = 0;

  private constructor(
    runner: Runner,
    mended: MendedRunners,
    { mendable = new Map() }: Pick<WorkerSetup, "mendable">,
    checked: readonly Property[],
    beat: Beat,
  ) {
    this.runner = runner;
    this.mended = mended.findings.length === 0 ? undefined : this.watched(mended);
    this.mendable = mendable;
    this.checked = checked;
    this.beat = beat;
  }

  /** @throws Error if the engine can't be loaded. */
  static async load(
    setup: Pick<WorkerSetup, "engine" | "mendable" | "tier">,
    checked: readonly Property[],
    beat: Beat,
    onInvocation: () => void,
  ): Promise<Tested> {
    const { engine, mendable = new Map() } = setup;
    const runner = await createRunner(engine, setup.tier, onInvocation);
    const mended = await mendedRunners(engine, [...mendable.keys()], onInvocation);
    return new Tested(runner, mended, setup, checked, beat);
  }

  /** How many processes it has killed so far. */
  kills(): number {
    return Object.values(this.runner.kills()).reduce((sum, count) => sum + count, 0);
  }

  /** With the finding that each failure shows; for one that shows none, what is left to be found. */
  async explained<Result extends Tallied>(result: Result): Promise<Result> {
    const explainer = this.explainer(this.checked);
    if (explainer === undefined) return result;
    const failures: FoundFailure[] = [];
    for (const failure of result.failures) {
      this.caseNumber = failure.caseNumber;
      this.beat(failure.caseNumber, failure.case);
      const told = await explainer.explain(failure.case, failure.signature);
      failures.push(withExplanation(failure, told));
    }
    return { ...result, failures };
  }

  /** The finding that a case shows, judged by all properties, whichever are checked. */
  async findingOf(case_: Case, signature: string): Promise<string | undefined> {
    const told = await this.explainer(PROPERTIES)?.explain(case_, signature);
    return told?.kind === "known" ? told.findings[0] : undefined;
  }

  /**
   * The signature of the failure if the case fails for the same reason; else of what it breaks. A
   * smaller case may break the same for another reason: mending the findings that explain the failure
   * must still change it, and what none explains must still be there with all of them mended.
   */
  async breaksAlike(
    { signature, known: explained, resembles, caseNumber }: FoundFailure,
    case_: Case,
  ): Promise<string | undefined> {
    const known = explained ?? resembles;
    this.caseNumber = caseNumber;
    this.beat(caseNumber);
    const broken = (await judgeCase(case_, this.runner, this.checked)).failure?.signature;
    const explainer = this.explainer(this.checked);
    if (explainer === undefined || broken === undefined) return broken;
    if (known !== undefined && broken !== signature) return broken;
    const left = (await explainer.breaksWithout(case_, known))?.signature;
    if (known === undefined) return left;
    return left === signature ? `${signature}, not as ${known.join(", ")}` : broken;
  }

  private explainer(properties: readonly Property[]): Explainer | undefined {
    return this.mended && new Explainer(this.mended, properties, this.mendable);
  }

  /** Mended engines run under the same watch. */
  private watched({ findings, mend }: MendedRunners): MendedRunners {
    return {
      findings,
      mend: async (mended) => {
        const { guarantees, run } = await mend(mended);
        const beating = (case_: Case) => {
          this.beat(this.caseNumber);
          return run(case_);
        };
        return { guarantees, run: beating };
      },
    };
  }
}

function withExplanation(failure: FoundFailure, told: Explanation): FoundFailure {
  switch (told.kind) {
    case "known":
      return { ...failure, known: told.findings };
    case "resembling":
      return { ...failure, resembles: told.findings };
    case "unknown": {
      const { signature, property } = told.left;
      return { ...failure, signature, property };
    }
    case "unexplained":
      return failure;
  }
}
