/** A case as a test and as a script that a person can paste: both run, and say what is so. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCorpus } from "../cli/corpus.ts";
import { LostError } from "../cli/pool/watched-worker.ts";
import { WatchedEngine } from "../cli/replay-on.ts";
import { REPLAY_RENDERERS } from "../cli/report-formats.ts";
import { type Case, makeCase } from "../model/case.ts";
import { FAILURE_NAMES } from "../model/fault.ts";
import type { History } from "../model/history.ts";
import { PAGE_FAULTS, type Schedule } from "../model/schedule.ts";
import type { Child, Operation } from "../model/workflow.ts";
import type { ReplayReport } from "../reports/replay-report.ts";
import { emptyFolder, runCli } from "./cli-fixture.ts";
import { HOSTILE, made, pathsOf } from "./hostile.ts";
import { brokenReplay, internalError, troubledReplay } from "./report-fixture.ts";
import { caseOf, condition, ONCE, step, THROWS, THROWS_ONCE, wait } from "./small-cases.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** In the checkout, so that packages are found from it. */
const FOLDER = join(ROOT, ".durable-conformance", `emitted-${process.pid}`);

interface Ended {
  readonly code: number;
  readonly output: string;
}

function run(words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: ROOT, timeout: 50_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, output: `${stdout}${stderr}` });
    });
  });
}

beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

describe("a plain script", () => {
  test.each([
    ["1.1.7", "charge throws Error: metadata required on first call for 1"],
    ["2.4.0", "charge throws StepError caused by StepInterruptedError: "],
  ])("runs on the SDK alone, and shows what %s does", async (version, shown) => {
    const script = REPLAY_RENDERERS.script(brokenReplay);
    expect(script).not.toContain("durable-conformance");
    const file = join(FOLDER, `script-${version}.mjs`);
    const name = '"@aws/durable-execution-sdk-js"';
    writeFileSync(file, script.replace(`from ${name}`, `from "aws-sdk-${version}"`));
    const { code, output } = await run([file]);
    expect(output).toContain("charge: body starts, run 1");
    expect(output).toContain("crash: body-entered charge");
    expect(output).toContain("invocation 1 was cut off");
    expect(output).toContain(shown);
    expect(code).toBe(0);
  });

  const cases = readCorpus().findings.flatMap(({ id, cases: own }) =>
    own.map(({ case: case_ }, index) => ({ name: `${id} ${index + 1}`, case_ })),
  );

  test("of a kept case is either written, and is source that parses, or refused by name", async () => {
    let written = 0;
    for (const { name, case_ } of cases) {
      let script: string;
      try {
        script = REPLAY_RENDERERS.script({ ...brokenReplay, case: case_ });
      } catch (error) {
        expect(String(error), name).toMatch(/found .+, which no script can be written for yet/);
        continue;
      }
      written += 1;
      const file = join(FOLDER, "parses.mjs");
      writeFileSync(file, script);
      expect(await run(["--check", file]), name).toEqual({ code: 0, output: "" });
    }
    expect(written).toBeGreaterThan(0.9 * cases.length);
  });
});

/** What the handler is given, in its order, and how each invocation ends. */
interface Seen {
  readonly given: readonly string[];
  readonly ends: readonly string[];
}

function seenInHistory(history: History): Seen {
  const given: string[] = [];
  const ends: string[] = [];
  for (const [index, event] of history.entries()) {
    if (event.kind === "operation-resolved") {
      const { operation, outcome } = event;
      const how = outcome.kind === "threw" ? `throws ${outcome.error.name}` : "gives";
      given.push(`${operation} ${how}`);
    } else if (event.kind === "invocation-answered") {
      const { kind } = event.answer;
      ends.push(kind === "threw" ? "threw" : `answered ${kind}`);
    } else if (event.kind === "interrupted") {
      if (history[index - 1]?.kind === "invocation-answered") ends.pop();
      ends.push("was cut off");
    }
  }
  return { given, ends };
}

function seenInOutput(output: string): Seen {
  const given = output.matchAll(/^ {2}(\S+ (?:gives|throws [^\s:]+))/gm);
  const ends = output.matchAll(/^invocation \d+ (answered \S+|threw|was cut off)/gm);
  return {
    given: [...given].map(([, text]) => text as string),
    ends: [...ends].map(([, text]) => text as string),
  };
}

const START = { operation: "charge", action: "START", occurrence: 1 } as const;
const SUCCEED = { operation: "charge", action: "SUCCEED", occurrence: 1 } as const;
const POLLED: Case["workflow"]["operations"] = [
  wait("settle", 1),
  step("charge", ONCE),
  wait("cool", 1),
];
const TROUBLE: readonly (readonly [string, Partial<Schedule>])[] = [
  ...FAILURE_NAMES.flatMap((fault) => [
    [`${fault}, START`, { faults: [{ fault, ...START }] }] as const,
    [`${fault}, SUCCEED`, { faults: [{ fault, ...SUCCEED }] }] as const,
  ]),
  ["token-missing", { faults: [{ fault: "token-missing", ...START }] }],
  ["reply-late", { faults: [{ fault: "reply-late", seconds: 1, ...START }] }],
  ["pages", { pages: { first: 1, size: 1 } }],
  ["an empty first page", { pages: { first: 0, size: 2 } }],
  ...PAGE_FAULTS.map(
    (fault) =>
      [
        `${fault}, page`,
        { pages: { first: 1, size: 1 }, faults: [{ fault, call: "page", occurrence: 1 }] },
      ] as const,
  ),
  ["a lost answer", { interruptions: [{ edge: "invocation-answered", occurrence: 1 }] }],
  [
    "a restart that takes time",
    {
      interruptions: [
        { edge: "body-entered", operation: "charge", occurrence: 1, restartSeconds: 1 },
      ],
    },
  ],
  ["a changed handler", { change: { fromInvocation: 2, operation: "charge", becomes: "renamed" } }],
];

/** A machine that is busy can change the order of what is a few milliseconds apart. */
const ON_THE_REAL_CLOCK = { retry: 2 };

const engine = "aws-sdk@2.4.0";
const simulated = new WatchedEngine(engine);
afterAll(() => simulated.close());

/** What the simulated tier sees of a case, and what its script prints. */
async function bothTiers(name: string, case_: Case) {
  const answer = await simulated.replay(case_);
  if (answer instanceof LostError) throw answer;
  const source = REPLAY_RENDERERS.script({ ...brokenReplay, engine, case: case_ });
  const file = join(FOLDER, `${name.replaceAll(/\W/g, "-")}.mjs`);
  writeFileSync(file, source.replace('"@aws/durable-execution-sdk-js"', '"aws-sdk-2.4.0"'));
  const { code, output } = await run([file]);
  return { history: answer.history, code, output };
}

describe("a script does what goes wrong, as the simulated tier does", () => {
  test.each(TROUBLE)("%s", ON_THE_REAL_CLOCK, async (name, schedule) => {
    const case_ = makeCase({ operations: POLLED }, { interruptions: [], ...schedule });
    const { history, code, output } = await bothTiers(name, case_);
    const [seen, expected] = [seenInOutput(output), seenInHistory(history)];
    expect(seen.ends, output).toEqual(expected.ends);
    if (schedule.faults !== undefined) expect(output).toContain("  call goes wrong: ");
    if (schedule.change !== undefined) expect(output).toContain(", the handler is changed");
    // How far a changed handler gets before the SDK stops it, is a race.
    else expect(seen.given, output).toEqual(expected.given);
    expect(code).toBe(0);
  });
});

const caught = { onError: "catch" } as const;
const order: Child = {
  kind: "child",
  name: "order",
  operations: [step("charge")],
  onError: "throw",
};
/** Strikes only where there is a context of that name. */
const inOrder = { edge: "body-entered", operation: "order", occurrence: 1 } as const;
/** Options of operations, and what the script prints of them. */
const OPTIONS: readonly (readonly [string, Operation, string])[] = [
  ["asymmetric serdes", step("charge", { serdes: "asymmetric" }), 'gives {"received":"charge#1"}'],
  ["slow serdes", { ...order, serdes: "slow" }, 'gives {"charge":"charge#1"}'],
  [
    "a serdes that fails to write",
    step("charge", { serdes: "write-fails-once" }),
    "fails to write",
  ],
  [
    "a serdes that fails to read",
    { ...order, serdes: "read-fails-once" },
    'gives {"charge":"charge#1"}',
  ],
  [
    "a serdes that fails to read the second time",
    condition("job", { serdes: "read-fails-second" }),
    "fails to read",
  ],
  ["a date", { ...order, gives: "date" }, 'gives {"charge":"charge#1","odd":"2030-01-01T'],
  ["nothing at all", step("charge", { gives: "undefined" }), "gives undefined"],
  ["holes", step("charge", { gives: "holes" }), '"odd":{"list":[null,1]}'],
  [
    "a strategy that throws",
    step("charge", {
      ...THROWS,
      ...caught,
      retry: { policy: "limited", attempts: 1, manner: "throws" },
    }),
    "throws Error: the strategy of charge failed",
  ],
  [
    "a strategy that changes the error",
    step("charge", {
      ...THROWS,
      ...caught,
      retry: { policy: "limited", attempts: 1, manner: "mutates" },
    }),
    "throws StepError",
  ],
  [
    "the SDK's own helper",
    step("charge", {
      ...THROWS_ONCE,
      retry: { policy: "exponential", attempts: 2, maximumSeconds: 1 },
    }),
    'gives "charge#2"',
  ],
  [
    "serdes of items",
    { kind: "map", name: "each", branches: [{ operations: [] }], itemSerdes: "asymmetric" },
    '"received"',
  ],
  [
    "a submitter that fails, and is not tried again",
    {
      kind: "wait-for-callback",
      name: "approval",
      ...THROWS,
      ...caught,
      end: { does: "succeed", seconds: 1 },
    },
    "throws CallbackSubmitterError",
  ],
  ["a crash in a child context", order, "crash: body-entered order"],
];

describe("a script has the options of operations, as the simulated tier has them", () => {
  test.each(OPTIONS)("%s", ON_THE_REAL_CLOCK, async (name, operation, shown) => {
    const interruptions = operation.name === inOrder.operation ? [inOrder] : [];
    const case_ = makeCase({ operations: [operation] }, { interruptions });
    const { history, code, output } = await bothTiers(name, case_);
    expect(output).toContain(shown);
    expect(seenInOutput(output), output).toEqual(seenInHistory(history));
    expect(code).toBe(0);
  });
});

describe("hostile texts in emitted source", () => {
  test.each(["vitest", "script"] as const)("%s", async (form) => {
    const sources = [brokenReplay, troubledReplay].flatMap((replay) => {
      const paths = pathsOf(replay).filter((path) => path[0] !== "history");
      return paths.map((path) => REPLAY_RENDERERS[form](made(replay, path) as ReplayReport));
    });
    for (const source of new Set(sources)) {
      expect(source).not.toMatch(/\n(# heading|```)/);
      const file = join(FOLDER, "hostile.mjs");
      writeFileSync(file, source.replace(" as const;", ";"));
      expect(await run(["--check", file])).toEqual({ code: 0, output: "" });
    }
    expect(sources.some((source) => source.includes(HOSTILE.slice(0, 20).slice(2, 10)))).toBe(true);
  });
});

test("the vitest file fails on the engine with the mistake, and holds on one without", async () => {
  const source = REPLAY_RENDERERS.vitest(brokenReplay).replace(
    '"durable-conformance/replay"',
    JSON.stringify(join(ROOT, "cli/replay-case.ts")),
  );
  for (const [engine, code] of [
    ["aws-sdk@1.1.7", 1],
    ["aws-sdk@2.4.0", 0],
  ] as const) {
    const file = join(FOLDER, `kept-${code}.test.ts`);
    writeFileSync(file, source.replace('"aws-sdk@1.1.7"', JSON.stringify(engine)));
    const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
    const words = [vitest, "run", "--root", FOLDER, `kept-${code}`];
    const ended = await run(words);
    expect([engine, ended.code], ended.output).toEqual([engine, code]);
    if (code === 1) expect(ended.output).toContain("interruption-reaches-handler");
  }
});

test("--emit-test prints the test and nothing else", async () => {
  const own = emptyFolder();
  writeFileSync(join(own, "case.json"), JSON.stringify(internalError.case));
  const words = ["replay", "case.json", "--engine", "aws-sdk@1.1.7", "--emit-test"];
  const { code, stdout } = await runCli(words, own);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^\/\/ Where an interrupted/);
  expect(stdout).toContain('import { replayCase } from "durable-conformance/replay";');
  expect(stdout).toMatch(/\n\}\);\n$/);
});

test("what no script can be written for is refused before anything runs or is written", async () => {
  const own = emptyFolder();
  const linear = step("charge", { retry: { policy: "linear" } });
  writeFileSync(join(own, "case.json"), JSON.stringify(caseOf([linear])));
  const reports = ["--report", "html=page.html", "--report", "script=script.mjs"];
  const { code, stdout, stderr } = await runCli(["replay", "case.json", ...reports], own);
  expect([code, stdout]).toEqual([64, ""]);
  expect(stderr).toContain(
    "found the linear retries of charge, which no script can be written for yet",
  );
  expect(readdirSync(own)).toEqual(["case.json"]);
});

test("the package has what tests and scripts are made with", () => {
  const { exports, files } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  expect(exports["./replay"].default).toBe("./dist/cli/replay-case.js");
  for (const name of ["local-service.mjs", "run.mjs"]) {
    const file = `examples/findings/${name}`;
    expect(existsSync(join(ROOT, file))).toBe(true);
    expect(
      files.some((each: string) => file.startsWith(`${each}/`)),
      file,
    ).toBe(true);
  }
});
