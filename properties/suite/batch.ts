/**
 * Runs the cases of one batch and judges them: what each property said, what was exercised, where
 * interruptions struck, and the failures. The result is plain data, and adds up over batches.
 */
import type { Case } from "../../model/case.ts";
import type { Guarantees } from "../../model/guarantees.ts";
import type { History } from "../../model/history.ts";
import { addCoverage } from "../coverage.ts";
import { observe } from "../observe.ts";
import type { Property } from "../property.ts";
import { failureOf, judgeAll } from "../signature.ts";
import { SOMETIMES } from "../sometimes.ts";

/** Runs one case on the engine under test. */
export type RunCase = (case_: Case) => Promise<History>;

/** How often a property held, was broken, and said nothing. */
export interface Tally {
  readonly held: number;
  readonly broken: number;
  readonly unknown: number;
}

/** A failing case as it was drawn, by its number. */
export interface FoundFailure {
  readonly signature: string;
  readonly property: string;
  readonly alsoBroken: readonly string[];
  readonly caseNumber: number;
  readonly case: Case;
}

export interface BatchResult {
  readonly batch: number;
  readonly cases: number;
  readonly events: number;
  readonly tallies: Readonly<Record<string, Tally>>;
  readonly sometimes: Readonly<Record<string, number>>;
  readonly coverage: Readonly<Record<string, number>>;
  readonly failures: readonly FoundFailure[];
  /** Histories on which model and guarantees disagree: a mistake of ours. */
  readonly disagreements: number;
  /** The first reason why a check threw, by property. */
  readonly thrown: Readonly<Record<string, string>>;
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
  const tallies: Record<string, { held: number; broken: number; unknown: number }> = {};
  const sometimes: Record<string, number> = {};
  const coverage: Record<string, number> = {};
  const failures: FoundFailure[] = [];
  const thrown: Record<string, string> = {};
  let events = 0;
  let disagreements = 0;
  for (const [offset, case_] of cases.entries()) {
    const caseNumber = options.firstCase + offset;
    if (options.skip?.has(caseNumber)) continue;
    options.onCase?.(caseNumber);
    const story = await observe(case_, options, options.properties);
    const { history } = story;
    events += history.length;
    const judgements = judgeAll(options.properties, story);
    for (const { property, verdict } of judgements) {
      tallies[property.id] ??= { held: 0, broken: 0, unknown: 0 };
      const tally = tallies[property.id] as Record<keyof Tally, number>;
      tally[verdict.kind === "holds" ? "held" : verdict.kind] += 1;
      if (verdict.kind === "unknown" && verdict.reason.startsWith("the check threw")) {
        thrown[property.id] ??= verdict.reason;
      }
    }
    const failure = failureOf(judgements, story);
    if (failure !== undefined) {
      const { signature, property, alsoBroken } = failure;
      failures.push({ signature, property, alsoBroken, caseNumber, case: case_ });
      if (onlyOneSide([property, ...alsoBroken], options.properties)) disagreements += 1;
    }
    for (const { id, seen } of SOMETIMES) if (seen(story)) sometimes[id] = (sometimes[id] ?? 0) + 1;
    addCoverage(coverage, case_, history);
  }
  const { batch } = options;
  return {
    batch,
    cases: cases.length,
    events,
    tallies,
    sometimes,
    coverage,
    failures,
    disagreements,
    thrown,
  };
}

/** Whether the model refused and every guarantee held, or the other way round. */
function onlyOneSide(broken: readonly string[], properties: readonly Property[]): boolean {
  if (!properties.some(({ id }) => id === "model-accepts") || properties.length === 1) return false;
  const model = broken.includes("model-accepts");
  const guarantees = broken.some((id) => id !== "model-accepts");
  return model !== guarantees;
}
