/**
 * Which known finding a failing case shows, told by engines on which findings are mended: a case that
 * holds once one finding is mended, and nothing else is changed, shows that finding, however large it
 * is. A case that fails still with all of them mended shows something that is not known.
 *
 * A patch can also make another mistake not happen, by changing when things are sent. So a finding
 * explains only what it is known to break: with another signature the case merely resembles it.
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
  /** The finding that it shows, as mending it changes what breaks; several where only together they do. */
  | { readonly kind: "known"; readonly findings: readonly string[] }
  /**
   * Mending this finding changes what breaks, but it is not known to break that; several where only
   * together they do.
   */
  | { readonly kind: "resembling"; readonly findings: readonly string[] }
  /** With nothing mended it breaks something else here: mending can tell nothing of it. */
  | { readonly kind: "unexplained" }
  /** What still breaks with all findings mended. */
  | { readonly kind: "unknown"; readonly left: Failure };

export class Explainer {
  private readonly mended: MendedEngines;
  private readonly properties: readonly Property[];
  private readonly likely: ReadonlyMap<string, readonly string[]>;

  /** `likely` has the signatures that each finding is known to have: those are asked first. */
  constructor(
    mended: MendedEngines,
    properties: readonly Property[],
    likely: ReadonlyMap<string, readonly string[]>,
  ) {
    this.mended = mended;
    this.properties = properties;
    this.likely = likely;
  }

  /**
   * Of a case that breaks `signature` on the engine as it is. Where several findings explain it, the
   * one is told without which nothing breaks, else the first without which something else does.
   */
  async explain(case_: Case, signature: string): Promise<Explanation> {
    const { findings } = this.mended;
    const control = await this.breaksWithout(case_, []);
    if (control?.signature !== signature) return { kind: "unexplained" };
    const likely = findings.filter((id) => this.likely.get(id)?.includes(signature));
    let changing: string | undefined;
    for (const finding of likely) {
      const left = await this.breaksWithout(case_, [finding]);
      if (left === undefined) return { kind: "known", findings: [finding] };
      if (left.signature !== signature) changing ??= finding;
    }
    const left = await this.breaksWithout(case_);
    if (left !== undefined) return { kind: "unknown", left };
    if (changing !== undefined) return { kind: "known", findings: [changing] };
    const needed = await this.needed(case_);
    if (needed.some((id) => likely.includes(id))) return { kind: "known", findings: needed };
    for (const finding of needed) {
      const others = await this.breaksWithout(case_, [finding]);
      if (others?.signature !== signature) return { kind: "resembling", findings: [finding] };
    }
    return { kind: "resembling", findings: needed };
  }

  /** What the case breaks first with these findings mended, or all of them; undefined for nothing. */
  async breaksWithout(
    case_: Case,
    findings: readonly string[] = this.mended.findings,
  ): Promise<Failure | undefined> {
    const engine = await this.mended.mend(findings);
    const { failure } = await judgeCase(case_, engine, this.properties);
    if (failure?.signature !== CUT_OFF_WORK || !findings.includes(PLAIN_WORK)) return failure;
    return (await judgeCase(withDurableWork(case_), engine, this.properties)).failure;
  }

  /** Of a case that holds with all of them mended: as few as make it hold, at least one. */
  private async needed(case_: Case): Promise<readonly string[]> {
    let needed = this.mended.findings;
    for (const finding of this.mended.findings) {
      const others = needed.filter((each) => each !== finding);
      if ((await this.breaksWithout(case_, others)) === undefined) needed = others;
    }
    return needed;
  }
}

/**
 * No patch of a few lines lets an SDK see ordinary asynchronous work that goes on while another branch
 * waits. Told of it, by a step that takes as long, it must hold.
 */
export const PLAIN_WORK = "suspends-during-plain-work";
export const CUT_OFF_WORK = "suspends-only-when-idle/work/suspended-with-work";

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
