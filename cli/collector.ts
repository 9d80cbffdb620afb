/** Adds up what the batches of a run found, into its report. */

import type { Tier } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { COMBINATION_TABLES, combinationKey } from "../properties/combinations.ts";
import { COVERAGE_COLUMNS, COVERAGE_ROWS, coverageKey } from "../properties/coverage.ts";
import type { Scope } from "../properties/generators/case.ts";
import type { Property } from "../properties/property.ts";
import { shapeOf } from "../properties/shape.ts";
import { sometimesOf } from "../properties/sometimes.ts";
import type { FoundFailure } from "../properties/suite/tally.ts";
import { type Bound, isComplete } from "../reports/bound.ts";
import type { Counterexample, MadeWith } from "../reports/counterexample.ts";
import type { KeptCase } from "../reports/kept-case.ts";
import {
  byFirstCase,
  type CombinationTable,
  type CoverageTable,
  type Finding,
  type Line,
  type Lost,
  NOT_EXERCISED,
  RUN_REPORT_VERSION,
  type RunReport,
  type Stopped,
  withoutUnexercised,
} from "../reports/run-report.ts";
import type { Shard } from "../reports/shard.ts";
import { type KnownFindings, Sampling } from "./known-findings.ts";
import type { Loss } from "./pool/losses.ts";
import type { RunBatch, SearchResult } from "./pool/messages.ts";
import type { SearchTotals } from "./search-totals.ts";

export interface CollectorOptions {
  readonly madeWith: MadeWith;
  readonly engine: string;
  readonly tier: Tier;
  readonly seed: number;
  readonly casesAsked: number;
  readonly scope: Scope;
  readonly properties: readonly Property[];
  readonly known: KnownFindings;
  readonly knownAllowed: boolean;
  /** Where all cases up to a bound are run. */
  readonly search: SearchTotals | undefined;
  /** Where it is one part of a run. */
  readonly shard: Shard | undefined;
}

/** `countedAs` is the signature with which its cases failed, where mending did not tell them apart. */
type Found = Omit<Finding, "cases" | "shrunk"> & { readonly countedAs: string };

export class Collector {
  private readonly options: CollectorOptions;
  private readonly startedAt = performance.now();
  private readonly tallies: Record<string, { held: number; broken: number; unknown: number }> = {};
  private readonly sometimes: Record<string, number> = {};
  private readonly coverage: Record<string, number> = {};
  private readonly combinations: Record<string, number> = {};
  private readonly thrown: Record<string, string> = {};
  private readonly sampling: Sampling;
  /** How many failing cases show each finding, of those that were told by mending it. */
  private readonly explained: Record<string, number> = {};
  private readonly brokenByKnown: Record<string, number> = {};
  private readonly kept: KeptCase[] = [];
  private readonly found = new Map<string, Found>();
  private readonly shrunk: Record<string, number> = {};
  private readonly lost = new Map<string, Lost>();
  private casesRun = 0;
  private events = 0;
  private kills = 0;
  private disagreements = 0;
  private stopped: Stopped | null = null;

  constructor(options: CollectorOptions) {
    this.options = options;
    this.sampling = new Sampling(options.known);
  }

  /** Adds what became of a kept case, with the counterexample where it is one that is not known. */
  addKept(kept: KeptCase, counterexample: Counterexample | undefined): void {
    this.kept.push(kept);
    if (counterexample === undefined) return;
    const key = keyOf({ counterexample, known: null });
    const { file } = kept;
    if (this.found.has(key)) return;
    const countedAs = counterexample.signature;
    this.found.set(key, { counterexample, file, known: null, alike: 0, countedAs });
  }

  /** Adds a batch; gives the failures whose minimal case is wanted. */
  addBatch(result: RunBatch | SearchResult): readonly FoundFailure[] {
    if ("cut" in result) this.options.search?.add(result);
    this.casesRun += result.cases;
    this.events += result.events;
    this.kills += result.kills;
    this.disagreements += result.disagreements;
    for (const [id, { held, broken, unknown }] of Object.entries(result.tallies)) {
      const tally = this.tallies[id] ?? { held: 0, broken: 0, unknown: 0 };
      this.tallies[id] = tally;
      tally.held += held;
      tally.broken += broken;
      tally.unknown += unknown;
    }
    addCounts(this.sometimes, result.sometimes);
    addCounts(this.coverage, result.coverage);
    addCounts(this.combinations, result.combinations);
    for (const [id, reason] of Object.entries(result.thrown)) this.thrown[id] ??= reason;
    return result.failures.filter((failure) => this.addFailure(failure));
  }

  /** Gives whether its minimal case is wanted. */
  private addFailure({ signature, broken, case: case_, known, resembles }: FoundFailure): boolean {
    if (resembles !== undefined) return this.sampling.take(countedAs(signature, resembles), case_);
    if (known !== undefined || this.options.known.has(signature)) {
      for (const id of broken) addCounts(this.brokenByKnown, { [id]: 1 });
    }
    const [finding] = known ?? [];
    if (finding === undefined) return this.sampling.take(signature, case_);
    addCounts(this.explained, { [finding]: 1 });
    return this.explained[finding] === 1;
  }

  /**
   * Adds the minimal case of a failure that was wanted; `save` is asked for its file if it is the first
   * of its kind. What no finding explained was counted as what it breaks with all of them mended.
   */
  addCounterexample(counterexample: Counterexample, failure: FoundFailure, save: () => string) {
    const { signature, known: [explained] = [], resembles } = failure;
    const byShape = () => this.options.known.idOf(signature, counterexample.case) ?? null;
    const known = resembles === undefined ? (explained ?? byShape()) : null;
    const byMending = explained !== undefined;
    const counted = countedAs(signature, resembles);
    if (!byMending) addCounts(this.shrunk, { [counted]: 1 });
    const key = keyOf({ counterexample, known, byMending, resembles });
    const found = this.found.get(key) ?? {
      counterexample,
      file: save(),
      known,
      ...(byMending ? { byMending } : {}),
      ...(resembles === undefined ? {} : { resembles }),
      alike: 0,
      countedAs: counted,
    };
    this.found.set(key, { ...found, alike: found.alike + 1 });
  }

  /** Adds cases without a verdict; `save` is asked for the file of the first of its kind that is one case. */
  addLost({ caseNumber, cases, reason, case: case_ }: Loss, save: (case_: Case) => string): void {
    const first = this.lost.get(reason);
    const lost: Lost =
      first === undefined
        ? { reason, cases, caseNumber, ...(case_ === undefined ? {} : { file: save(case_) }) }
        : { ...first, cases: first.cases + cases };
    this.lost.set(reason, lost);
  }

  stop(why: Stopped): void {
    this.stopped ??= why;
  }

  report(): RunReport {
    const { properties, known: _, scope, search, shard, tier, ...header } = this.options;
    const bound = search?.report() ?? null;
    return withoutUnexercised({
      format: "durable-conformance/run-report",
      version: RUN_REPORT_VERSION,
      ...header,
      bound,
      ...(shard === undefined ? {} : { shard }),
      ...(bound === null ? {} : { casesAsked: this.casesRun }),
      casesRun: this.casesRun,
      ...(tier === "simulated" ? {} : { killed: { tier, processes: this.kills } }),
      events: this.events,
      seconds: (performance.now() - this.startedAt) / 1_000,
      stopped: this.stopped === "time-limit" && this.isComplete(bound) ? null : this.stopped,
      kept: this.kept,
      lines: properties.map((property) => this.line(property)),
      sometimes: sometimesOf(scope).map(({ id, sentence }) => ({
        id,
        sentence,
        count: this.sometimes[id] ?? 0,
      })),
      coverage: this.coverageTable(),
      ...(bound === null ? { combinations: this.combinationTables() } : {}),
      findings: this.findings(),
      lost: [...this.lost.values()].sort(byFirstCase),
      disagreements: this.disagreements,
    });
  }

  private isComplete(bound: Bound | null): boolean {
    if (bound !== null) return isComplete(bound);
    return this.casesRun === this.options.casesAsked;
  }

  private line({ id, sentence }: Property): Line {
    const { held, broken } = this.tallies[id] ?? { held: 0, broken: 0 };
    if (broken > 0) {
      const known = this.brokenByKnown[id] ?? 0;
      return { kind: "FAIL", id, sentence, failed: broken, known, runs: held + broken };
    }
    const thrown = this.thrown[id];
    if (thrown !== undefined) return { kind: "gap", id, sentence, reason: thrown };
    if (held === 0) return { kind: "gap", id, sentence, reason: NOT_EXERCISED };
    return { kind: "ok", id, sentence, runs: held };
  }

  private findings(): Finding[] {
    return [...this.found.entries()]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([, { countedAs, ...found }]) =>
        found.byMending === true
          ? { ...found, cases: this.explained[found.known as string] ?? 0, shrunk: found.alike }
          : {
              ...found,
              cases: this.sampling.count(countedAs),
              shrunk: this.shrunk[countedAs] ?? 0,
            },
      );
  }

  private combinationTables(): CombinationTable[] {
    return COMBINATION_TABLES.map(({ title, columns, rows }, table) => ({
      title,
      columns,
      rows: rows.map(({ row, columns: possible }) => ({
        row,
        cells: columns.map((column) =>
          possible.includes(column)
            ? (this.combinations[combinationKey(table, row, column)] ?? 0)
            : null,
        ),
      })),
    }));
  }

  private coverageTable(): CoverageTable {
    const rows = COVERAGE_ROWS.map(({ row, columns }) => ({
      row,
      cells: COVERAGE_COLUMNS.map((column) =>
        columns.includes(column) ? (this.coverage[coverageKey(row, column)] ?? 0) : null,
      ),
    }));
    return { columns: COVERAGE_COLUMNS, rows };
  }
}

/** Equal for what is the same finding: known as the same, or new and of the same shape. */
export function keyOf({
  counterexample: { signature, case: case_ },
  known,
  byMending = false,
  resembles,
}: Pick<Finding, "counterexample" | "known" | "byMending"> & {
  readonly resembles?: readonly string[] | undefined;
}): string {
  if (byMending) return JSON.stringify([known]);
  if (resembles !== undefined) return JSON.stringify([signature, known, "resembles", resembles]);
  return JSON.stringify([signature, known, known ?? shapeOf(case_)]);
}

/** What failures are counted by that no finding explains. */
export function countedAs(signature: string, resembles: readonly string[] | undefined): string {
  return resembles === undefined ? signature : `${signature}, resembling ${resembles.join(", ")}`;
}

function addCounts(into: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [key, count] of Object.entries(counts)) into[key] = (into[key] ?? 0) + count;
}
