/** A failing case is known as the finding that, mended, makes it hold; what fails still is not known. */
import { expect, test } from "vitest";
import { readCorpus } from "../cli/corpus.ts";
import { mendedRunners } from "../impl/mended-runners.ts";
import { createRunner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import type { Event } from "../model/history.ts";
import type { Operation } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { broken, type Property } from "../properties/property.ts";
import {
  CUT_OFF_WORK,
  Explainer,
  type MendedEngines,
  PLAIN_WORK,
  withDurableWork,
} from "../properties/suite/explain.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { isKnownOn } from "../reports/known-finding.ts";
import { caseOf, fault, insideBody, ONCE, step, takes } from "./small-cases.ts";

const right = await createRunner("embedded");
const wrong = await createRunner("faulty/at-most-once-runs-again");
const failing = caseOf([step("charge", ONCE)], [insideBody("charge")]);
const failure = (await judgeCase(failing, wrong, PROPERTIES)).failure;
const SIGNATURE = failure?.signature as string;

/** The wrong engine is right once all these findings are mended. */
function explainerOf(cause: readonly string[], likely: readonly string[] = []) {
  const mended: MendedEngines = {
    findings: ["one", "two", "three"],
    mend: async (findings) => (cause.every((each) => findings.includes(each)) ? right : wrong),
  };
  return new Explainer(mended, PROPERTIES, new Map(likely.map((each) => [each, [SIGNATURE]])));
}

test("the case that these tests are about fails", () => {
  expect(SIGNATURE).toMatch(/^at-most-once-per-attempt\//);
});

test.each([[["two"]], [["three", "two"]]])(
  "the finding that makes it hold is told, where %j are known to break so",
  async (likely) => {
    const told = await explainerOf(["two"], likely).explain(failing, SIGNATURE);
    expect(told).toEqual({ kind: "known", findings: ["two"] });
  },
);

// A patch may change when things are sent, and so make a new mistake not happen.
test.each([[[]], [["three"]]])(
  "what holds without a finding that is not known to break so is not known, where %j are",
  async (likely) => {
    const told = await explainerOf(["two"], likely).explain(failing, SIGNATURE);
    expect(told).toEqual({ kind: "resembling", findings: ["two"] });
  },
);

test("what does not break with nothing mended is not explained by mending", async () => {
  const mended: MendedEngines = { findings: ["one"], mend: async () => right };
  const explainer = new Explainer(mended, PROPERTIES, new Map([["one", [SIGNATURE]]]));
  expect(await explainer.explain(failing, SIGNATURE)).toEqual({ kind: "unexplained" });
});

test("where it takes several, all that are needed are told", async () => {
  const told = await explainerOf(["one", "three"], ["one"]).explain(failing, SIGNATURE);
  expect(told).toEqual({ kind: "known", findings: ["one", "three"] });
});

test("where it takes several of which none is known to break so, it resembles all of them", async () => {
  const told = await explainerOf(["one", "three"], ["two"]).explain(failing, SIGNATURE);
  expect(told).toEqual({ kind: "resembling", findings: ["one", "three"] });
});

test("it resembles the finding without which something else breaks, not the one behind it", async () => {
  const others = [neverEnters("charge"), neverEnters("ship")];
  const case_ = caseOf([step("charge"), step("ship")]);
  const lost = { one: "ship", two: "charge" } as const;
  const mended: MendedEngines = {
    findings: ["one", "two"],
    mend: async (findings) => {
      const gone = findings.map((id) => lost[id as keyof typeof lost]);
      const isGone = (event: Event) => isBodyOf(event, gone);
      return {
        guarantees: right.guarantees,
        run: async (each: Case) => (await right.run(each)).filter((event) => !isGone(event)),
      };
    },
  };
  const signature = (await judgeCase(case_, await mended.mend([]), others)).failure?.signature;
  const explainer = new Explainer(mended, others, new Map());
  const told = await explainer.explain(case_, signature as string);
  expect(told).toEqual({ kind: "resembling", findings: ["two"] });
});

test("what fails with all of them mended is not known, and what is left is told", async () => {
  const told = await explainerOf(["four"], ["one"]).explain(failing, SIGNATURE);
  expect(told).toMatchObject({ kind: "unknown", left: { signature: SIGNATURE } });
});

test("what breaks otherwise without a finding shows that one, though another makes it hold", async () => {
  const others = [neverEnters("charge"), neverEnters("ship")];
  const case_ = caseOf([step("charge"), step("ship")]);
  const run = (...lost: readonly string[]) => ({
    guarantees: right.guarantees,
    run: async (each: Case) => (await right.run(each)).filter((event) => !isBodyOf(event, lost)),
  });
  const mended: MendedEngines = {
    findings: ["one", "two"],
    mend: async (findings) =>
      run(
        ...(findings.includes("one") ? ["charge"] : []),
        ...(findings.includes("two") ? ["charge", "ship"] : []),
      ),
  };
  const [charges] = [(await judgeCase(case_, run(), others)).failure?.signature as string];
  const explain = (likely: readonly string[]) =>
    new Explainer(mended, others, new Map(likely.map((id) => [id, [charges]]))).explain(
      case_,
      charges,
    );
  expect(await explain(["one"])).toEqual({ kind: "known", findings: ["one"] });
  expect(await explain(["two"])).toEqual({ kind: "known", findings: ["two"] });
  expect(await explain([])).toEqual({ kind: "resembling", findings: ["two"] });
});

function neverEnters(operation: string): Property {
  return {
    id: `never-${operation}`,
    sentence: "",
    source: "",
    check: ({ history }) => {
      const at = history.findIndex((event) => isBodyOf(event, [operation]));
      return at === -1 ? { kind: "holds" } : broken(at, operation, "entered", "", "");
    },
  };
}

function isBodyOf(event: Event, operations: readonly string[]): boolean {
  return event.kind === "body-entered" && operations.includes(event.operation);
}

test("plain work, which no patch mends, is told by a step in its place", async () => {
  const work: Operation = { kind: "work", name: "audit", milliseconds: 700 };
  const inChild = (operation: Operation) =>
    caseOf([{ kind: "child", name: "order", operations: [operation], onError: "throw" }]);
  const durable = withDurableWork(inChild(work));
  expect(durable).toEqual(inChild(step("audit", takes(700))));
  expect(withDurableWork(durable)).toEqual(durable);

  const cutsWorkOff: Property = {
    id: "suspends-only-when-idle",
    sentence: "",
    source: "",
    check: ({ operations }) =>
      operations.get("audit")?.node.kind === "work"
        ? broken(0, "audit", "suspended-with-work", "", "")
        : { kind: "holds" },
  };
  const explain = (finding: string, likely: string) => {
    const mended: MendedEngines = { findings: [finding], mend: async () => right };
    const known = new Map([[likely, [CUT_OFF_WORK]]]);
    return new Explainer(mended, [cutsWorkOff], known).explain(caseOf([work]), CUT_OFF_WORK);
  };
  const known = { kind: "known", findings: [PLAIN_WORK] };
  expect(await explain(PLAIN_WORK, PLAIN_WORK)).toEqual(known);
  const resembling = { kind: "resembling", findings: [PLAIN_WORK] };
  expect(await explain(PLAIN_WORK, "another")).toEqual(resembling);
  expect(await explain("another", "another")).toMatchObject({ kind: "unknown" });
});

test("a patch sees a failed call although a serdes has failed before, with nobody to hear of it", async () => {
  const finding = "success-answered-after-failed-checkpoint";
  const case_ = caseOf(
    [{ ...step("audit", { gives: "bigint" }), awaited: "never" }],
    [],
    [fault("throttled", "audit", "START")],
  );
  const mended = await mendedRunners("aws-sdk@2.4.0", [finding]);
  const signature = "success-means-recorded/step-AtLeastOncePerRetry/update-lost";
  const explainer = new Explainer(mended, PROPERTIES, new Map([[finding, [signature]]]));
  expect(await explainer.explain(case_, signature)).toEqual({ kind: "known", findings: [finding] });
});

test.each(["1.1.7", "2.4.0"])(
  "%s: each kept case of a finding that can be mended shows it",
  { timeout: 180_000 },
  async (version) => {
    const engine = `aws-sdk@${version}`;
    const known = readCorpus().findings.filter((finding) => isKnownOn(finding, engine));
    const mended = await mendedRunners(
      engine,
      known.map(({ id }) => id),
    );
    const published = await createRunner(engine);
    expect(mended.findings.length).toBeGreaterThan(0);
    const unexplained: string[] = [];
    for (const { id, cases } of known.filter((each) => mended.findings.includes(each.id))) {
      const explainer = new Explainer(
        mended,
        PROPERTIES,
        new Map(known.map((each) => [each.id, each.cases.flatMap((kept) => kept.signatures)])),
      );
      for (const [index, { case: case_, engines }] of cases.entries()) {
        if (engines[engine] !== "fails") continue;
        const broken = (await judgeCase(case_, published, PROPERTIES)).failure;
        const told = await explainer.explain(case_, broken?.signature as string);
        // Where another finding of the version breaks the case too, it takes both.
        const isShown = told.kind === "known" && told.findings.length > 0;
        if (!isShown) unexplained.push(`${id}, case ${index + 1}`);
      }
    }
    expect(unexplained).toEqual([]);
  },
);

test("an engine that is no published SDK has nothing that could be mended", async () => {
  expect((await mendedRunners("embedded", ["stale-token-fails-execution"])).findings).toEqual([]);
  expect((await mendedRunners("aws-sdk@2.4.0", ["nothing-of-ours"])).findings).toEqual([]);
});
