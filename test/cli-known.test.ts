/** What `verify` makes of what is kept: known findings, declarations that are wrong, saved cases. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCorpus } from "../cli/corpus.ts";
import type { CaseStatus, KnownFinding } from "../reports/known-finding.ts";
import type { RunReport } from "../reports/run-report.ts";
import { type Ended, emptyFolder, engineModule, runCli } from "./cli-fixture.ts";
import { caseOf, insideBody, ONCE, step, wait } from "./small-cases.ts";
import { seedInTrouble } from "./trouble.ts";

const ID = "interrupted-step-gives-internal-error";
const FINDING = readCorpus().findings.find(({ id }) => id === ID) as KnownFinding;
const [KEPT] = FINDING.cases;
const SIGNATURE = "interruption-reaches-handler/step-AtMostOncePerRetry/another-error";

/** Its property alone, and few cases: what is drawn is not what these tests are about. */
const FEW = [
  "--scope",
  "sequential",
  "--property",
  "interruption-reaches-handler",
  "--seed",
  "2",
  "--runs",
  "100",
];
const BROKEN = ["verify", "--engine", "aws-sdk@1.1.7", ...FEW];
const MENDED = ["verify", "--engine", "aws-sdk@2.4.0", ...FEW];

/** A folder with a corpus of one finding, changed; it has a patch unless it has another id. */
function corpusWith(change: Partial<KnownFinding["cases"][number]>, id = ID): string {
  const folder = emptyFolder();
  mkdirSync(join(folder, "corpus"));
  const finding = { ...FINDING, id, cases: [{ ...KEPT, ...change }] };
  writeFileSync(join(folder, "corpus", `${id}.json`), JSON.stringify(finding));
  return folder;
}

/** With this finding alone, declared so on the engine. */
function runDeclared(words: readonly string[], engine: string, status: CaseStatus): Promise<Ended> {
  const folder = corpusWith({ engines: { [engine]: status } });
  return runCli([...words, "--corpus", "corpus"], folder);
}

/** Text as it is said, however its lines are broken. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

function outcomes({ kept }: RunReport): string[] {
  return kept.map(({ outcome }) => outcome);
}

test("the first kept case that fails is told at once, and no other", async () => {
  const { stderr } = await runDeclared(BROKEN, "aws-sdk@1.1.7", "fails");
  const [first = ""] = stderr.split("\n");
  expect(first).toBe(`  FAIL  interruption-reaches-handler   kept case of ${ID}`);
  expect(stderr.split("kept case of")).toHaveLength(2);
});

describe("a finding that is known", () => {
  test("is shown and fails the run", async () => {
    const { code, stdout } = await runDeclared(BROKEN, "aws-sdk@1.1.7", "fails");
    expect(flat(stdout)).toContain(`(1 case: 1 known to fail) known ${ID} Known findings `);
    expect(stdout).toContain(" FAIL  interruption-reaches-handler    engine: aws-sdk@1.1.7\n");
    expect(flat(stdout)).toMatch(
      / It is known as interrupted-step-gives-internal-error\. \d+ of 100 cases failed for it: /,
    );
    expect(stdout).toContain("\n0 passed, 1 failed (1 only by what is known), 0 unknown");
    expect(code).toBe(1);
  });

  test("fails no run that allows it, however many cases it fails", async () => {
    const folder = corpusWith({ engines: { "aws-sdk@1.1.7": "fails" } });
    const words = BROKEN.map((word) => (word === "100" ? "2000" : word));
    const allowed = [...words, "--corpus", "corpus", "--allow-known"];
    const { code, stdout } = await runCli(allowed, folder);
    expect(flat(stdout)).toMatch(
      / known interrupted-step-gives-internal-error: \d+ of 2 000 cases; the first broke /,
    );
    expect(stdout).not.toMatch(/^ +FAIL /m);
    expect(stdout).toMatch(/\nexit 0\n$/);
    expect(code).toBe(0);
  });

  // Not minimal: it fails as declared, and what is drawn shrinks to something else.
  const large = {
    case: caseOf([wait("pause", 1), step("charge", ONCE)], [insideBody("charge")]),
    engines: { "aws-sdk@1.1.7": "fails" },
  } as const;
  const KNOWN = [...BROKEN, "--corpus", "corpus", "--allow-known", "--json"];

  test("is told by mending it, whatever the shape of its kept case", async () => {
    const { code, stdout } = await runCli(KNOWN, corpusWith(large));
    const report = JSON.parse(stdout) as RunReport;
    expect(outcomes(report)).toEqual(["known"]);
    expect(report.findings).toMatchObject([{ known: ID, byMending: true }]);
    expect(report.findings[0]?.cases).toBeGreaterThan(1);
    expect(code).not.toBe(1);
  });

  test("that is mended hides none of the same signature that fails still", async () => {
    const folder = corpusWith(large, "stale-token-fails-execution");
    const { code, stdout } = await runCli(KNOWN, folder);
    const report = JSON.parse(stdout) as RunReport;
    expect(report.findings.map(({ known }) => known)).toEqual([null]);
    expect(code).toBe(1);
  });

  test("without a patch is told by the shape of its kept case", async () => {
    const folder = corpusWith({ engines: { "aws-sdk@1.1.7": "fails" } }, "of-my-own");
    const { code, stdout } = await runCli(KNOWN, folder);
    const report = JSON.parse(stdout) as RunReport;
    expect(report.findings.map(({ known }) => known)).toEqual(["of-my-own"]);
    expect(report.findings[0]?.shrunk).toBeGreaterThan(1);
    expect(code).not.toBe(1);
  });

  test("without a patch hides none of the same signature and another shape", async () => {
    const folder = corpusWith(large, "of-my-own");
    const words = KNOWN;
    const { code, stdout } = await runCli(words, folder);
    const report = JSON.parse(stdout) as RunReport;
    expect(outcomes(report)).toEqual(["known"]);
    expect(report.findings.map(({ known }) => known)).toEqual([null]);
    expect(report.findings[0]?.shrunk).toBeGreaterThan(1);
    expect(code).toBe(1);
  });

  test("is run by every version that it says nothing of, and then is not known", async () => {
    const folder = corpusWith({ engines: {} });
    const words = [...BROKEN, "--corpus", "corpus", "--allow-known", "--json"];
    const { code, stdout } = await runCli(words, folder);
    expect(outcomes(JSON.parse(stdout))).toEqual(["undeclared"]);
    expect(code).toBe(1);
  });
});

describe("a declaration that is wrong", () => {
  test("because the case holds now", async () => {
    const { code, stdout } = await runDeclared(MENDED, "aws-sdk@2.4.0", "fails");
    expect(flat(stdout)).toContain(
      ` STALE ${ID} (case 1) is declared to fail on this engine, and holds: `,
    );
    expect(code).toBe(1);
  });

  test("because the case fails now, is shown", async () => {
    const { code, stdout } = await runDeclared(BROKEN, "aws-sdk@1.1.7", "holds");
    expect(flat(stdout)).toContain(
      ` FAIL ${ID} (case 1) is declared to hold on this engine, and fails: ${SIGNATURE}. `,
    );
    expect(stdout).toContain(" FAIL  interruption-reaches-handler    engine: aws-sdk@1.1.7\n");
    expect(code).toBe(1);
  });

  test("because the case fails in another way", async () => {
    const signatures = ["interruption-reaches-handler/step/some-other-reason"];
    const folder = corpusWith({ engines: { "aws-sdk@1.1.7": "fails" }, signatures });
    const { code, stdout } = await runCli([...BROKEN, "--corpus", "corpus"], folder);
    expect(flat(stdout)).toContain(
      `(case 1) fails in another way than is declared: ${SIGNATURE}. `,
    );
    expect(code).toBe(1);
  });

  test("because the case does not exercise what it is about", async () => {
    const folder = corpusWith({ case: caseOf([step("charge")]), engines: {} });
    const { code, stdout } = await runCli([...MENDED, "--corpus", "corpus"], folder);
    expect(flat(stdout)).toContain(
      ` gap ${ID} (case 1) breaks nothing, but did not exercise what it is about. `,
    );
    expect(stdout).toContain("\n  - kept, but not exercised: corpus/");
    expect(code).toBe(2);
  });
});

test("a case that is not applicable is not run", async () => {
  const { stdout } = await runDeclared(BROKEN, "aws-sdk@1.1.7", "not-applicable");
  expect(stdout).toContain("(1 case: 1 not applicable)\n");
});

test("--no-corpus runs none, and knows none", async () => {
  const { code, stdout } = await runCli([...BROKEN, "--no-corpus", "--allow-known", "--json"]);
  const { kept, findings } = JSON.parse(stdout) as RunReport;
  expect(kept).toEqual([]);
  expect(findings).toMatchObject([{ known: null, shrunk: 1, alike: 1 }]);
  expect(code).toBe(1);
});

test("other properties than its own are not about it", async () => {
  const words = [
    "--property",
    "only-legal-updates",
    "--runs",
    "100",
    "--seed",
    "1",
    "--scope",
    "sequential",
    "--json",
  ];
  const folder = corpusWith({ engines: { "aws-sdk@1.1.7": "fails" } });
  const engine = ["verify", "--engine", "aws-sdk@1.1.7", "--corpus", "corpus"];
  const { code, stdout } = await runCli([...engine, ...words], folder);
  expect((JSON.parse(stdout) as RunReport).kept).toEqual([]);
  expect(code).not.toBe(1);
});

describe("what a run saved", () => {
  test("runs first in the next, on every engine", async () => {
    const folder = emptyFolder();
    const none = join(folder, "none");
    mkdirSync(none);
    const alone = ["--corpus", "none", "--json"];
    await runCli([...BROKEN, ...alone], folder);
    const [file] = readdirSync(join(folder, "counterexamples"));
    const other = BROKEN.with(BROKEN.indexOf("--seed") + 1, "2");
    expect(other.filter((word) => word === "--seed").length).toBe(1);
    const again = JSON.parse((await runCli([...other, ...alone], folder)).stdout) as RunReport;
    expect(again.kept).toEqual([
      {
        file: join("counterexamples", file as string),
        finding: null,
        outcome: "undeclared",
        breaks: SIGNATURE,
      },
    ]);
    const newer = await runCli([...MENDED, ...alone], folder);
    expect(outcomes(JSON.parse(newer.stdout))).toEqual(["holds"]);
    expect(newer.code).not.toBe(1);
  });

  test("is told when it is mended", async () => {
    const folder = emptyFolder();
    await runCli(BROKEN, folder);
    const [name] = readdirSync(join(folder, "counterexamples"));
    const file = join(folder, "counterexamples", name as string);
    const saved = { ...JSON.parse(readFileSync(file, "utf8")), engine: "aws-sdk@2.4.0" };
    writeFileSync(file, JSON.stringify(saved));
    const { code, stdout } = await runCli(MENDED, folder);
    expect(flat(stdout)).toMatch(
      / ok counterexamples\S+ failed on this engine in an earlier run, and breaks nothing now\. /,
    );
    expect(code).not.toBe(1);
  });

  test("is mended where it breaks nothing, though it does not exercise any more what it is about", async () => {
    const folder = emptyFolder();
    await runCli(BROKEN, folder);
    const [name] = readdirSync(join(folder, "counterexamples"));
    const file = join(folder, "counterexamples", name as string);
    // Nothing in it can be interrupted.
    const other = { engine: "aws-sdk@2.4.0", case: caseOf([step("audit")]) };
    const saved = { ...JSON.parse(readFileSync(file, "utf8")), ...other };
    writeFileSync(file, JSON.stringify(saved));
    const { stdout } = await runCli([...MENDED, "--json"], folder);
    const kept = (JSON.parse(stdout) as RunReport).kept.filter(({ finding }) => finding === null);
    expect(kept).toMatchObject([{ outcome: "mended", breaks: null }]);
  });

  test("is left alone where it is nothing of ours, and that is told", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "counterexamples"));
    writeFileSync(join(folder, "counterexamples", "notes.json"), "notes of mine");
    const { code, stderr } = await runCli(MENDED, folder);
    expect(stderr).toMatch(/^counterexamples\/notes\.json: is not JSON .* It is not run again\.\n/);
    expect(code).not.toBe(1);
  });

  test("because the engine hung is run first too", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "counterexamples"));
    const hanging = JSON.stringify(caseOf([step("audit")]));
    writeFileSync(join(folder, "counterexamples", "lost-1.json"), hanging);
    const engine = engineModule("ends-its-process");
    const untroubled = String(await seedInTrouble(0, 1));
    const words = ["verify", "--engine", engine, "--seed", untroubled, "--runs", "1", "--json"];
    const { code, stdout } = await runCli(words, folder);
    const saved = (JSON.parse(stdout) as RunReport).kept.filter(({ finding }) => finding === null);
    expect(saved).toMatchObject([{ outcome: "lost", breaks: expect.stringContaining("exit 3") }]);
    expect(code).toBe(1);
  });
});
