/**
 * A test runner for Stryker that loads the tests once and runs them in its own thread. A mutant is
 * then a flag that is set, and costs what the tests cost that look at it: milliseconds, mostly.
 *
 * What an earlier mutant has left behind must not decide about a later one. So after each failure
 * the same test runs again without the mutant: where it fails then, too, the thread is spoilt, and
 * Stryker, told by an exception, tries the mutant again in a new process.
 */
import { readFileSync, writeFileSync } from "node:fs";
import {
  INSTRUMENTER_CONSTANTS,
  type MutantCoverage,
  type StrykerOptions,
} from "@stryker-mutator/api/core";
import { commonTokens, declareClassPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from "@stryker-mutator/api/test-runner";
import { testsFor } from "./fast-tests.ts";
import { failureOf, isBusyTooLong, messageOf } from "./run-test.ts";
import { Sandbox } from "./sandbox.ts";
import type { CollectedTest } from "./test-api.ts";

/** What the mutated code reads and writes. */
interface Instruments {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  /** How often the mutant that is switched on was met. */
  hitCount: number;
  hitLimit?: number | undefined;
  mutantCoverage?: MutantCoverage;
}

/** Asking for the time costs more than asking for a mutant. */
const HITS_A_LOOK = 64;

let hits = 0;
let endRun = () => {};
const instruments: Instruments = {
  // Code that goes round for ever may do so without ever letting a timer fire.
  get hitCount() {
    return hits;
  },
  set hitCount(count: number) {
    hits = count;
    if (isEndless()) endRun();
    // So may code that goes on for very long: it is ended where it asks for its mutant.
    if (count % HITS_A_LOOK === 0 && isBusyTooLong()) throw new Error("it comes to no end");
  },
};
Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: instruments });

function isEndless(): boolean {
  return hits > (instruments.hitLimit ?? Number.POSITIVE_INFINITY);
}

/** How long each test took, for the processes that come after the one that measured it. */
const DURATIONS = "mutation-durations.json";

/** How many of the tests that found the last mutants come before all others, which come by time. */
const RECENT_FINDERS = 8;

export class InThisThread implements TestRunner {
  static readonly inject = tokens(commonTokens.options);

  /** The test files. */
  readonly #names: readonly string[];
  #sandbox!: Sandbox;
  /** Of modules that were loaded with no mutant switched on. */
  #clean: readonly CollectedTest[] | undefined;
  #durations: Readonly<Record<string, number>> = {};
  #finders: readonly string[] = [];
  /** Of the first mutant that a process judges no other can have left anything behind. */
  #isFirst = true;
  #isSpoilt = false;

  constructor({ mutate }: StrykerOptions) {
    this.#names = testsFor(mutate);
  }

  async init(): Promise<void> {
    this.#sandbox = await Sandbox.open();
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    this.#clean = await this.#sandbox.loadAllTests(this.#names);
    const tests: TestResult[] = [];
    for (const test of this.#clean) tests.push(await measured(test));
    this.#durations = Object.fromEntries(tests.map((each) => [each.id, each.timeSpentMs]));
    writeFileSync(DURATIONS, JSON.stringify(this.#durations));
    const { mutantCoverage } = instruments;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    if (this.#isSpoilt) throw new Error("An earlier mutant has spoilt this process.");
    if (this.#clean === undefined) {
      this.#clean = await this.#sandbox.loadAllTests(this.#names);
      this.#durations = JSON.parse(readFileSync(DURATIONS, "utf8"));
    }
    instruments.hitCount = 0;
    instruments.hitLimit = options.hitLimit === undefined ? undefined : options.hitLimit / 5;
    try {
      return options.mutantActivation === "static"
        ? await this.#judgeLoading(options)
        : await this.#judge(this.#clean, options);
    } finally {
      this.#isFirst = false;
    }
  }

  /** File by file: what is found by the first need not load the others. */
  async #judgeLoading(options: MutantRunOptions): Promise<MutantRunResult> {
    this.#sandbox.startAnew();
    let count = 0;
    for (const name of this.#filesInOrder()) {
      instruments.activeMutant = options.activeMutant.id;
      const tests = await this.#sandbox.loadTests(name).catch((error) => messageOf(error));
      instruments.activeMutant = undefined;
      if (typeof tests === "string") {
        const first = this.#clean?.find(({ file }) => isFileOf(file, name)) as CollectedTest;
        return killed(first, `it cannot be loaded: ${tests}`, count);
      }
      const result = await this.#judge(tests, options);
      if (result.status !== MutantRunStatus.Survived) return result;
      count += result.nrOfTests;
    }
    return { status: MutantRunStatus.Survived, nrOfTests: count };
  }

  async #judge(
    tests: readonly CollectedTest[],
    { activeMutant, testFilter }: MutantRunOptions,
  ): Promise<MutantRunResult> {
    const chosen = new Set(testFilter ?? tests.map(({ id }) => id));
    let count = 0;
    for (const test of this.#inOrder(tests.filter(({ id }) => chosen.has(id)))) {
      count++;
      instruments.activeMutant = activeMutant.id;
      const failure = await failureOf(test, (end) => {
        endRun = end;
      });
      // What goes round for ever because of the mutant stops with it.
      instruments.activeMutant = undefined;
      if (failure === undefined) continue;
      await this.#expectStillPasses(test.id);
      this.#finders = [test.id, ...this.#finders.filter((id) => id !== test.id)];
      if (isEndless()) return { status: MutantRunStatus.Timeout, reason: "a loop that never ends" };
      return killed(test, failure, count);
    }
    return { status: MutantRunStatus.Survived, nrOfTests: count };
  }

  /** Throws where something is left behind that may be of an earlier mutant. */
  async #expectStillPasses(id: string): Promise<void> {
    const test = this.#clean?.find((each) => each.id === id);
    // Without the mutant there may be no such test.
    const failure = test && (await failureOf(test));
    if (failure === undefined) return;
    this.#isSpoilt = true;
    if (!this.#isFirst) throw new Error(`${id} fails without a mutant: ${failure}`);
  }

  /** Those first that found the last mutants. */
  #filesInOrder(): readonly string[] {
    const place = (name: string) => {
      const found = this.#finders.findIndex((id) => isFileOf(id.split("#")[0] as string, name));
      return found === -1 ? this.#finders.length : found;
    };
    return this.#names.toSorted((one, other) => place(one) - place(other));
  }

  #inOrder(tests: readonly CollectedTest[]): readonly CollectedTest[] {
    const recent = this.#finders.slice(0, RECENT_FINDERS);
    const cost = ({ id }: CollectedTest) =>
      recent.includes(id) ? recent.indexOf(id) - RECENT_FINDERS : (this.#durations[id] ?? 0);
    return tests.toSorted((one, other) => cost(one) - cost(other));
  }
}

/** In milliseconds of the processor: those of the wall depend on what else the machine does. */
async function measured(test: CollectedTest): Promise<TestResult> {
  const { id, name, file } = test;
  instruments.currentTestId = id;
  const started = process.cpuUsage();
  const failureMessage = await failureOf(test);
  const { user, system } = process.cpuUsage(started);
  instruments.currentTestId = undefined;
  const told = { id, name, fileName: file, timeSpentMs: (user + system) / 1000 };
  return failureMessage === undefined
    ? { ...told, status: TestStatus.Success }
    : { ...told, status: TestStatus.Failed, failureMessage };
}

function isFileOf(path: string, name: string): boolean {
  return path.endsWith(`/${name}.test.ts`);
}

function killed({ id }: CollectedTest, failureMessage: string, nrOfTests: number): MutantRunResult {
  return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage, nrOfTests };
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "in-this-thread", InThisThread),
];
