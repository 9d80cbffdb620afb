/**
 * Adds up what became of cases: what each property said, what was exercised, where interruptions
 * struck, and the failures. The result is plain data, and adds up over batches.
 */
import type { Case } from "../../model/case.ts";
import type { Event } from "../../model/history.ts";
import { addCombinations } from "../combinations.ts";
import { addCoverage, addStrike } from "../coverage.ts";
import { isThrown, type Property } from "../property.ts";
import { failureOf, judgeAll } from "../signature.ts";
import { SOMETIMES } from "../sometimes.ts";
import type { Story } from "../story.ts";

/** How often a property held, was broken, and said nothing. */
export interface Verdicts {
  readonly held: number;
  readonly broken: number;
  readonly unknown: number;
}

/** A failing case as it was drawn, by its number. */
export interface FoundFailure {
  readonly signature: string;
  readonly property: string;
  /** All properties that it breaks as it was drawn, by their ids. */
  readonly broken: readonly string[];
  readonly caseNumber: number;
  readonly case: Case;
  /** The known findings that it shows, where engines on which they are mended told; usually one. */
  readonly known?: readonly string[];
  /** The finding without which it breaks something else, although that is not known to break this; rarely several. */
  readonly resembles?: readonly string[];
}

export interface Tallied {
  readonly events: number;
  readonly tallies: Readonly<Record<string, Verdicts>>;
  readonly sometimes: Readonly<Record<string, number>>;
  readonly coverage: Readonly<Record<string, number>>;
  /** What met what, by the keys of combinations.ts. */
  readonly combinations: Readonly<Record<string, number>>;
  readonly failures: readonly FoundFailure[];
  /** Histories on which model and guarantees disagree: a mistake of ours. */
  readonly disagreements: number;
  /** The first reason why a check threw, by property. */
  readonly thrown: Readonly<Record<string, string>>;
}

export class Tally {
  private readonly properties: readonly Property[];
  private readonly tallies: Record<string, { held: number; broken: number; unknown: number }> = {};
  private readonly sometimes: Record<string, number> = {};
  private readonly coverage: Record<string, number> = {};
  private readonly combinations: Record<string, number> = {};
  private readonly failures: FoundFailure[] = [];
  private readonly thrown: Record<string, string> = {};
  private events = 0;
  private disagreements = 0;

  constructor(properties: readonly Property[]) {
    this.properties = properties;
  }

  /** Judges what became of one case. */
  add(caseNumber: number, story: Story): void {
    const { case: case_, history } = story;
    this.events += history.length;
    const judgements = judgeAll(this.properties, story);
    for (const { property, verdict } of judgements) {
      const tally = this.tallies[property.id] ?? { held: 0, broken: 0, unknown: 0 };
      this.tallies[property.id] = tally;
      tally[verdict.kind === "holds" ? "held" : verdict.kind] += 1;
      if (isThrown(verdict)) this.thrown[property.id] ??= verdict.reason;
    }
    const failure = failureOf(judgements, story);
    if (failure !== undefined) {
      const { signature, property, alsoBroken } = failure;
      const broken = [property, ...alsoBroken];
      this.failures.push({ signature, property, broken, caseNumber, case: case_ });
      if (this.onlyOneSide(broken)) this.disagreements += 1;
    }
    for (const { id, seen } of SOMETIMES) {
      if (seen(story)) this.sometimes[id] = (this.sometimes[id] ?? 0) + 1;
    }
    addCoverage(this.coverage, case_, history);
    addCombinations(this.combinations, story);
  }

  /** Counts an edge as struck that was not, because one was at which the same survives. */
  addEqualEdge(case_: Case, event: Event): void {
    addStrike(this.coverage, case_, event);
  }

  tallied(): Tallied {
    const { events, tallies, sometimes, coverage, combinations, failures, disagreements, thrown } =
      this;
    return { events, tallies, sometimes, coverage, combinations, failures, disagreements, thrown };
  }

  /** Whether the model refused and every guarantee held, or the other way round. */
  private onlyOneSide(broken: readonly string[]): boolean {
    const { properties } = this;
    if (!properties.some(({ id }) => id === "model-accepts") || properties.length === 1) {
      return false;
    }
    const model = broken.includes("model-accepts");
    const guarantees = broken.some((id) => id !== "model-accepts");
    return model !== guarantees;
  }
}
