/** The second opinion: SPIN agrees on a few workflows, and its program is not content with anything. */
import { describe, expect, test } from "vitest";
import { compare, describeDifference } from "../model/promela/compare.ts";
import { outcomeOfLine } from "../model/promela/outcomes.ts";
import { promelaProgram } from "../model/promela/program.ts";
import {
  compileVerifier,
  HOW_TO_INSTALL,
  missingPrograms,
  readProtocol,
} from "../model/promela/spin.ts";
import { HEAVY, oneStep, threeOperations, twoOperations } from "../model/promela/workflows.ts";

const missing = missingPrograms();
const why = `${missing.join(" and ")} cannot be run. ${HOW_TO_INSTALL}`;

/** Every fifteenth workflow of the whole check. */
const FEW = [...oneStep(), ...twoOperations(), ...threeOperations()].filter(
  (_, index) => index % 15 === 7,
);

test("a few workflows reach the same outcomes in both models", { timeout: 60_000 }, ({ skip }) => {
  skip(missing.length > 0, why);
  const verifier = compileVerifier(FEW.map(({ workflow }) => workflow));
  try {
    for (const [number, { workflow, interruptions }] of FEW.entries()) {
      const comparison = compare(verifier, number, workflow, interruptions);
      expect(describeDifference(comparison)).toBe("");
      expect(comparison.agrees).toBe(true);
      expect(comparison.spin.outcomes.size).toBeGreaterThan(1);
      expect(verifier.cycles(number, interruptions)).toEqual([]);
    }
  } finally {
    verifier.dispose();
  }
});

/** The protocol with one mistake each, and what has to notice it. */
const MISTAKES = [
  {
    mistake: "an at-most-once body does not wait for its START",
    from: ":: atMostOnce[operation] -> await()",
    to: ":: atMostOnce[operation] -> skip",
    noticed: /assertion violated/,
  },
  {
    mistake: "an interrupted at-most-once body runs again",
    from: "status == STARTED && !atMostOnce[operation] ->",
    to: "status == STARTED ->",
    noticed: /assertion violated .*attemptOfLastStart/,
  },
  {
    mistake: "the strategy is asked about an interrupted at-least-once body",
    from: "enterBody(operation, nth)  /* the same attempt again",
    to: "askStrategy(operation, INTERRUPTED)  /* the same attempt again",
    noticed: /assertion violated .*failure|assertion violated .*254/,
  },
  {
    mistake: "a completed step runs again",
    from: "status == NONE || record[operation].status == READY ->\n             send",
    to: "status == NONE || record[operation].status >= READY ->\n             send",
    noticed: /assertion violated/,
  },
  {
    mistake: "a retry does not wait for its delay",
    from: "status == NONE || record[operation].status == READY ->\n             send",
    to: "status == NONE || record[operation].status == READY ||\n             record[operation].status == PENDING ->\n             send",
    noticed: /assertion violated/,
  },
  {
    mistake: "an interruption raises the attempt",
    from: "killed = true",
    to: "killed = true;\n       record[0].attempt++",
    noticed: /assertion violated/,
  },
  {
    mistake: "the strategy allows an attempt too many",
    from: "record[operation].attempt < attempts[operation] ->",
    to: "record[operation].attempt <= attempts[operation] ->",
    noticed: /assertion violated .*attempts/,
  },
  {
    mistake: "a timer does not wake the execution",
    from: "  fi;\n  asleep = false",
    to: "  fi",
    noticed: /invalid end state/,
  },
  {
    mistake: "a suspended execution does not sleep",
    from: "asleep = TIMER_SET(0) || TIMER_SET(1) || TIMER_SET(2)",
    to: "asleep = false",
    noticed: /non-progress cycle/,
  },
  {
    mistake: "there is an interruption more than allowed",
    from: "interruptions < allowedInterruptions",
    to: "interruptions <= allowedInterruptions",
    noticed: /only SPIN/,
  },
];

describe("a mistake in the protocol is noticed", () => {
  test.for(MISTAKES)("$mistake", { timeout: 60_000 }, ({ from, to, noticed }, { skip }) => {
    skip(missing.length > 0, why);
    const protocol = readProtocol();
    expect(protocol).toContain(from);
    const verifier = compileVerifier([HEAVY], protocol.replace(from, to), "-O0");
    try {
      const comparison = compare(verifier, 0, HEAVY, 1);
      const problems = [describeDifference(comparison), ...verifier.cycles(0, 1)];
      expect(problems.join("\n")).toMatch(noticed);
    } finally {
      verifier.dispose();
    }
  });
});

test("a workflow becomes one line of the program", () => {
  const [first] = threeOperations();
  expect(promelaProgram([HEAVY, first?.workflow ?? HEAVY], "protocol.pml")).toBe(
    [
      "inline chooseWorkflow() {",
      "  if",
      "  :: workflow == 0 -> operations = 3; stepAt(0, true, 3, 1073741820, true); " +
        "stepAt(1, false, 3, 1073741820, true); stepAt(2, true, 3, 1073741820, false)",
      "  :: workflow == 1 -> operations = 3; waitAt(0); " +
        "stepAt(1, false, 2, 1073741822, true); stepAt(2, false, 2, 1073741822, true)",
      "  fi",
      "}",
      '#include "protocol.pml"',
      "",
    ].join("\n"),
  );
});

test("a workflow that the program has no words for is refused", () => {
  const [step] = HEAVY.operations;
  if (step?.kind !== "step") throw new Error("a step was expected");
  const byDefault = { ...step, retry: { policy: "default" } } as const;
  expect(() => promelaProgram([{ operations: [byDefault] }], "p.pml")).toThrow(/default of a/);
  const four = { operations: [step, step, step, step] };
  expect(() => promelaProgram([four], "p.pml")).toThrow("at most 3 operations, found 4");
});

test("a printed outcome reads like one of the model", () => {
  expect(outcomeOfLine(HEAVY.operations, "OUTCOME 5 5,2,1,254 4,0,2,2 0,0,0,0")).toBe(
    "FAILED; a FAILED, retries 2, body starts 1, by interruption; " +
      "b SUCCEEDED, retries 0, body starts 2, by run 2; c none, retries 0, body starts 0, by nothing",
  );
});
