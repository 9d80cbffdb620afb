/** The shards of a run judge what one run judges, and `merge` makes the report of one run of theirs. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { mergeShards } from "../cli/merge/merge.ts";
import { shardsOfOneRun } from "../cli/merge/one-run.ts";
import { drawnWork, searchWork, shardOf, type Work } from "../cli/pool/work.ts";
import type { Finding, RunReport } from "../reports/run-report.ts";
import { type Ended, emptyFolder, engineModule, runCli } from "./cli-fixture.ts";
import { runReport } from "./report-fixture.ts";

/** The numbers of the batches of a run, as a pool comes to them. */
function batchesOf({ batches, first, step }: Work): number[] {
  return Array.from({ length: batches }, (_, place) => first + place * step);
}

test.each([
  [1, 1],
  [100, 1],
  [101, 2],
  [450, 3],
  [1_000, 4],
  [1_234, 13],
])("of %i cases, each is in one of %i shards", (casesAsked, of) => {
  const whole = drawnWork({ seed: 1, casesAsked, scope: "sequential" });
  const shards = Array.from({ length: of }, (_, index) =>
    shardOf(whole, { number: index + 1, of }),
  );
  const batches = shards.flatMap(batchesOf).toSorted((left, right) => left - right);
  expect(batches).toEqual(batchesOf(whole));
  expect(shards.reduce((sum, { cases }) => sum + (cases ?? 0), 0)).toBe(casesAsked);
  expect(Math.min(...shards.map(({ cases }) => cases ?? 0))).toBeGreaterThan(0);
});

test("the workflows of a search are shared out too", () => {
  const whole = searchWork({ operations: 2, interruptions: 1, kinds: "steps-and-waits" });
  const shards = [1, 2, 3].map((number) => shardOf(whole, { number, of: 3 }));
  const batches = shards.flatMap(batchesOf).toSorted((left, right) => left - right);
  expect(batches).toEqual(batchesOf(whole));
});

/** What is the same however the cases are shared out. */
function sharedOut({ lines, sometimes, coverage, kept, ...report }: RunReport) {
  const { casesRun, casesAsked, events, disagreements, stopped, seed, engine, bound } = report;
  const outcomes = kept.map(({ finding, outcome, breaks }) => ({ finding, outcome, breaks }));
  const told = { lines, sometimes, coverage, outcomes, failures: failuresIn(report.findings) };
  const counts = { casesRun, casesAsked, events, disagreements, stopped, seed, engine };
  // Of those that are as near as each other any may be told.
  const unreached = bound?.unreached.map(({ history }) => history.length);
  return { ...told, ...counts, bound: bound === null ? null : { ...bound, unreached } };
}

/** How many cases failed with each signature. */
function failuresIn(findings: readonly Finding[]): Record<string, number> {
  return Object.fromEntries(
    findings.map(({ counterexample, cases }) => [counterexample.signature, cases]),
  );
}

describe.each([
  ["drawn cases", ["--engine", "aws-sdk@1.1.7", "--seed", "1", "--runs", "450", "--scope", "all"]],
  [
    "an engine that ends its process",
    [
      "--engine",
      engineModule("ends-its-process"),
      "--seed",
      "1",
      "--runs",
      "250",
      "--scope",
      "sequential",
    ],
  ],
  [
    "all cases to a bound",
    ["--engine", "faulty/start-not-awaited", "--exhaustive", "--operations", "1"],
  ],
])("%s", (_, words) => {
  const folder = emptyFolder();
  let single: RunReport;
  let shards: readonly Ended[];
  let merged: Ended;

  beforeAll(async () => {
    // What is cut off by the clock differs from run to run.
    const run = ["verify", ...words, "--time-limit", "600", "--workers", "1", "--json"];
    const whole = await runCli([...run, "--out", "single"], folder);
    single = JSON.parse(whole.stdout);
    shards = await Promise.all(
      [1, 2, 3].map((number) =>
        runCli([...run, "--out", `out-${number}`, "--shard", `${number}/3`], folder),
      ),
    );
    for (const [index, { stdout }] of shards.entries()) {
      writeFileSync(join(folder, `${index + 1}.json`), stdout);
    }
    // Their order on the command line says nothing.
    merged = await runCli(["merge", "3.json", "1.json", "2.json", "--json"], folder);
    expect(merged.code).toBe(whole.code);
  }, 400_000);

  test("each shard says which it is, and has its own part", () => {
    const reports = shards.map(({ stdout }) => JSON.parse(stdout) as RunReport);
    expect(reports.map(({ shard }) => [shard?.number, shard?.of])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    const share = ({ bound, casesAsked }: RunReport) => bound?.workflows ?? casesAsked;
    const all = share(single);
    expect(reports.map(({ shard }) => shard?.all)).toEqual([all, all, all]);
    for (const report of reports) expect(share(report)).toBeLessThan(all);
  });

  test("put together they say what one run says", () => {
    const report = JSON.parse(merged.stdout) as RunReport;
    expect(report.shard).toBeUndefined();
    expect(sharedOut(report)).toEqual(sharedOut(single));
    const lost = ({ lost: all }: RunReport) =>
      all.map(({ reason, cases, caseNumber }) => ({ reason, cases, caseNumber }));
    expect(lost(report)).toEqual(lost(single));
  });

  test("what one run shows first of each failure is shown, and saved where it can be replayed", () => {
    const report = JSON.parse(merged.stdout) as RunReport;
    const firsts = firstOfEach(single.findings);
    expect(firstOfEach(report.findings)).toEqual(firsts);
    const drawn = report.findings.filter(({ file }) => file.startsWith("counterexamples"));
    for (const { file, counterexample } of drawn) {
      const { case: saved } = JSON.parse(readFileSync(join(folder, file), "utf8"));
      expect(saved).toEqual(counterexample.case);
    }
  });
});

/** Of each signature the smallest case of the earliest that failed. */
function firstOfEach(findings: readonly Finding[]): Record<string, unknown> {
  const late = findings.toSorted(
    (left, right) => right.counterexample.drawn.caseNumber - left.counterexample.drawn.caseNumber,
  );
  return Object.fromEntries(
    late.map(({ counterexample }) => [counterexample.signature, counterexample.case]),
  );
}

const { shard: _, ...unshared } = runReport;

function shard(number: number, change: Partial<RunReport> = {}): RunReport {
  const own = { number, of: 2, all: 20_000, scope: "sequential" };
  return { ...unshared, stopped: null, shard: own, ...change };
}

function merge(...reports: readonly RunReport[]): RunReport {
  return mergeShards(
    shardsOfOneRun(reports.map((report, index) => ({ file: `${index}`, report }))),
  );
}

test("the worst of what shards say of the same is what is said", () => {
  const line = (line: RunReport["lines"][number]) => ({ lines: [line] });
  const base = { id: "p", sentence: "P." };
  const ok = line({ kind: "ok", ...base, runs: 5 });
  const bad = line({ kind: "FAIL", ...base, failed: 1, known: 0, runs: 2 });
  const gap = line({ kind: "gap", ...base, reason: "no run exercised it" });
  const threw = line({ kind: "gap", ...base, reason: "the check threw Error" });
  const said = (one: Partial<RunReport>, other: Partial<RunReport>) =>
    merge(shard(1, one), shard(2, other)).lines[0];
  expect(said(ok, ok)).toEqual({ kind: "ok", ...base, runs: 10 });
  expect(said(ok, bad)).toEqual({ kind: "FAIL", ...base, failed: 1, known: 0, runs: 7 });
  expect(said(gap, ok)).toEqual(ok.lines[0]);
  expect(said(gap, gap)).toEqual(gap.lines[0]);
  expect(said(ok, threw)).toEqual(threw.lines[0]);
  expect(said(threw, bad)).toEqual(bad.lines[0]);
});

test("a shard that was stopped is a run that was stopped", () => {
  expect(merge(shard(1), shard(2)).stopped).toBe(null);
  expect(merge(shard(1), shard(2, { stopped: "time-limit" })).stopped).toBe("time-limit");
  const stopped = merge(
    shard(1, { stopped: "time-limit" }),
    shard(2, { stopped: "interrupted-by-user", kept: [] }),
  );
  expect(stopped.stopped).toBe("interrupted-by-user");
  expect(stopped.kept).toEqual(runReport.kept);
});

test("a kept case that goes wrong in one shard went wrong", () => {
  const [kept] = runReport.kept;
  const outcome = (name: "mended" | "regressed") => ({ ...kept, outcome: name }) as const;
  const both = merge(
    shard(1, { kept: [outcome("mended")] as RunReport["kept"] }),
    shard(2, { kept: [outcome("regressed")] as RunReport["kept"] }),
  );
  expect(both.kept.map((each) => each.outcome)).toEqual(["regressed"]);
});

describe("reports that are no shards of one run are refused", () => {
  const other = (change: Partial<RunReport>) => [shard(1), shard(2, change)];
  test.each<readonly [string, readonly RunReport[], string]>([
    ["no shard", [unshared], "0: at shard: found nothing; accepted is a report of verify --shard."],
    [
      "a shard that is missing",
      [shard(2)],
      "found 1 of 2 shards, without 1; accepted is all of them.",
    ],
    [
      "the same shard twice",
      [shard(1), shard(1)],
      "1: at shard.number: found 1, as in 0; accepted is each shard once.",
    ],
    [
      "another seed",
      other({ seed: 8 }),
      "1: at seed: found 8, where 0 has 7; accepted is shards of one run.",
    ],
    [
      "another engine",
      other({ engine: "embedded" }),
      '1: at engine: found "embedded", where 0 has "aws-sdk@1.1.7"; accepted is shards of one run.',
    ],
    [
      "another version of this package",
      other({ madeWith: { ...runReport.madeWith, version: "9.9.9" } }),
      '1: at madeWith.version: found "9.9.9", where 0 has "0.1.0"; accepted is shards of one run.',
    ],
    [
      "other settings",
      other({ knownAllowed: true }),
      "1: at knownAllowed: found true, where 0 has false; accepted is shards of one run.",
    ],
    [
      "other properties",
      other({ lines: runReport.lines.slice(0, 1) }),
      /^1: at lines: found \["live-equals-replay"\], where 0 has /.source,
    ],
    [
      "another scope",
      other({ shard: { number: 2, of: 2, all: 20_000, scope: "all" } }),
      '1: at shard.scope: found "all", where 0 has "sequential"; accepted is shards of one run.',
    ],
    ["another corpus", other({ kept: [] }), "1: at kept: found [], where 0 has"],
    [
      "shares that are not the whole",
      other({ casesAsked: 9_999 }),
      "found shares that come to 19999, where each says 20000; accepted is shards of one run.",
    ],
    [
      "more cases than asked for",
      other({ casesRun: 10_001 }),
      "1: at casesRun: found 10001; accepted is at most casesAsked, 10000.",
    ],
  ])("%s", (_, reports, sentence) => {
    const isPattern = sentence.startsWith("^");
    expect(() => merge(...reports)).toThrow(isPattern ? new RegExp(sentence) : sentence);
  });
});

test("on the command line each of these is one sentence and exit 64", async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, "1.json"), JSON.stringify(shard(1)));
  writeFileSync(join(folder, "case.json"), JSON.stringify(runReport.findings[0]?.counterexample));
  const wrong = [
    [["merge"], "found no REPORT; accepted is merge REPORT...."],
    [["merge", "1.json"], "found 1 of 2 shards, without 2; accepted is all of them."],
    [["merge", "gone.json"], "gone.json: is not there; accepted is a JSON file."],
    [["merge", "case.json"], 'case.json: at format: found "durable-conformance/counterexample";'],
    [["verify", "--shard", "0/3", "--seed", "1"], '--shard: found "0/3"; accepted is NUMBER/OF'],
    [["verify", "--shard", "4/3", "--seed", "1"], '--shard: found "4/3"; accepted is NUMBER/OF'],
    [["verify", "--shard", "1/3"], "--shard: found without --seed; accepted is with it"],
    [
      ["verify", "--shard", "1/3", "--seed", "1", "--runs", "200"],
      "--shard: found 3 shards of a run that has 2 parts; accepted is at most 2.",
    ],
  ] as const;
  for (const [words, sentence] of wrong) {
    const { code, stdout, stderr } = await runCli(words, folder);
    expect(stderr).toContain(`durable-conformance: ${sentence}`);
    expect(stderr.split("\n").length).toBe(2);
    expect(stdout).toBe("");
    expect(code).toBe(64);
  }
});

test("merge prints what verify prints, writes every form, and saves what failed", async () => {
  const folder = emptyFolder();
  for (const number of [1, 2]) {
    writeFileSync(join(folder, `${number}.json`), JSON.stringify(shard(number)));
  }
  const forms = ["html", "junit", "github", "json"].flatMap((form) => [
    "--report",
    `${form}=merged.${form}`,
  ]);
  const { code, stdout, stderr } = await runCli(["merge", "1.json", "2.json", ...forms], folder);
  expect(stdout).toMatch(
    /^durable-conformance 0\.1\.0 {3}node 24\.21\.0 {3}seed 7\nengine aws-sdk@1\.1\.7 {3}2 shards put together\n\n/,
  );
  expect(stdout).toContain("\n19 000 cases, 246 912 events in 24.6 s");
  expect(stdout).toMatch(/replay counterexamples\/\S+ --engine aws-sdk@1\.1\.7\n/);
  expect(stdout).toMatch(/\nexit 1\n$/);
  expect(code).toBe(1);
  for (const form of ["html", "junit", "github", "json"]) {
    expect(stderr).toContain(`${form} report: `);
    expect(readFileSync(join(folder, `merged.${form}`), "utf8")).toContain("aws-sdk@1.1.7");
  }
});
