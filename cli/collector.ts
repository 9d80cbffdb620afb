/** Adds up what the batches of a run found, into its report. */
import { COVERAGE_COLUMNS, COVERAGE_ROWS, coverageKey } from "../properties/coverage.ts";
import type { Property } from "../properties/property.ts";
import { SOMETIMES } from "../properties/sometimes.ts";
import type { BatchResult, FoundFailure } from "../properties/suite/batch.ts";
import type { Counterexample } from "../reports/counterexample.ts";
import type {
  CoverageTable,
  Finding,
  Line,
  Lost,
  RunReport,
  Stopped,
} from "../reports/run-report.ts";

export interface CollectorOptions {
  readonly version: string;
  readonly node: string;
  readonly engine: string;
  readonly seed: number;
  readonly casesAsked: number;
  readonly properties: readonly Property[];
}

export class Collector {
  private readonly options: CollectorOptions;
  private readonly startedAt = performance.now();
  private readonly tallies: Record<string, { held: number; broken: number; unknown: number }> = {};
  private readonly sometimes: Record<string, number> = {};
  private readonly coverage: Record<string, number> = {};
  private readonly thrown: Record<string, string> = {};
  private readonly cases = new Map<string, number>();
  private readonly found: { readonly counterexample: Counterexample; readonly file: string }[] = [];
  private readonly lost = new Map<string, Lost>();
  private casesRun = 0;
  private events = 0;
  private disagreements = 0;
  private stopped: Stopped | null = null;

  constructor(options: CollectorOptions) {
    this.options = options;
  }

  /** Adds a batch; gives the failures whose signature had not been seen before. */
  addBatch(result: BatchResult): readonly FoundFailure[] {
    this.casesRun += result.cases;
    this.events += result.events;
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
    for (const [id, reason] of Object.entries(result.thrown)) this.thrown[id] ??= reason;
    const fresh: FoundFailure[] = [];
    for (const failure of result.failures) {
      const count = this.cases.get(failure.signature) ?? 0;
      if (count === 0) fresh.push(failure);
      this.cases.set(failure.signature, count + 1);
    }
    return fresh;
  }

  addFinding(counterexample: Counterexample, file: string): void {
    this.found.push({ counterexample, file });
  }

  /** Adds a case without a verdict; `save` is asked for the file of the first of its kind. */
  addLost(caseNumber: number, reason: string, save: () => string): void {
    const first = this.lost.get(reason);
    const lost =
      first === undefined
        ? { reason, cases: 1, caseNumber, file: save() }
        : { ...first, cases: first.cases + 1 };
    this.lost.set(reason, lost);
  }

  stop(why: Stopped): void {
    this.stopped ??= why;
  }

  report(): RunReport {
    const { properties, ...header } = this.options;
    return {
      ...header,
      casesRun: this.casesRun,
      events: this.events,
      seconds: (performance.now() - this.startedAt) / 1_000,
      stopped: this.stopped === "time-limit" && this.isComplete() ? null : this.stopped,
      lines: properties.map((property) => this.line(property)),
      sometimes: SOMETIMES.map(({ id, sentence }) => ({
        id,
        sentence,
        count: this.sometimes[id] ?? 0,
      })),
      coverage: this.coverageTable(),
      findings: this.findings(),
      lost: [...this.lost.values()],
      disagreements: this.disagreements,
    };
  }

  private isComplete(): boolean {
    return this.casesRun === this.options.casesAsked;
  }

  private line({ id, sentence }: Property): Line {
    const { held, broken } = this.tallies[id] ?? { held: 0, broken: 0 };
    if (broken > 0) return { kind: "FAIL", id, sentence, failed: broken, runs: held + broken };
    const thrown = this.thrown[id];
    if (thrown !== undefined) return { kind: "gap", id, sentence, reason: thrown };
    if (held === 0) return { kind: "gap", id, sentence, reason: "no run exercised it" };
    return { kind: "ok", id, sentence, runs: held };
  }

  private findings(): Finding[] {
    return this.found
      .map(({ counterexample, file }) => {
        return { counterexample, file, cases: this.cases.get(counterexample.signature) ?? 1 };
      })
      .sort((a, b) => (a.counterexample.signature < b.counterexample.signature ? -1 : 1));
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

function addCounts(into: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [key, count] of Object.entries(counts)) into[key] = (into[key] ?? 0) + count;
}
