/** Cases in which a right engine was once called wrong: nothing is broken in them. */
import { expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { caseOf, step, THROWS } from "./small-cases.ts";

const CASES: readonly { what: string; engines: readonly string[]; case: Case }[] = [
  {
    what: "a large FLAT batch that nobody awaits any more need not run its failed branch again",
    engines: ["embedded"],
    case: caseOf([
      {
        kind: "any",
        name: "first",
        operations: [
          {
            kind: "parallel",
            name: "fan",
            nesting: "FLAT",
            completion: { toleratedFailureCount: 1 },
            branches: [
              { operations: [step("notify", THROWS)] },
              { operations: [step("report", { padding: 270_000 })] },
            ],
          },
        ],
        onError: "throw",
      },
      step("charge", { ...THROWS, retry: { policy: "default" } }),
    ]),
  },
  {
    what: "what a child has not awaited may run on after it, and is not recorded",
    engines: ["aws-sdk@2.4.0", "embedded"],
    case: caseOf([
      {
        kind: "child",
        name: "order",
        operations: [
          {
            kind: "child",
            name: "aside",
            operations: [step("charge", { semantics: "AtMostOncePerRetry" })],
            onError: "throw",
            awaited: "never",
          },
        ],
        onError: "throw",
      },
    ]),
  },
];

const runs = CASES.flatMap(({ engines, ...rest }) =>
  engines.map((engine) => ({ engine, ...rest })),
);

test.each(runs)("$engine: $what", async ({ engine, case: case_ }) => {
  const { failure } = await judgeCase(case_, await createRunner(engine), PROPERTIES);
  expect(failure).toBeUndefined();
});
