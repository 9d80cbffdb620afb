/** SPIN run: it agrees on a few workflows, and its program is not content with anything. */
import { describe, expect, test } from "vitest";
import { compare, describeDifference } from "../model/promela/compare.ts";
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
