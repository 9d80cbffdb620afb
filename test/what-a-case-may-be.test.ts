/** What is a case beyond the form of its parts: what it names is there, and can be what it is named for. */
import { describe, expect, test } from "vitest";
import { decode } from "../cli/decode.ts";
import { Case, makeCase } from "../model/case.ts";
import type { Change } from "../model/change.ts";
import { changedWorkflow } from "../model/change.ts";
import type { Schedule } from "../model/schedule.ts";
import type { Operation } from "../model/workflow.ts";
import { RIGHT_CASES } from "./examples/right-cases.ts";
import { caseOf, fault, insideBody, step, wait } from "./small-cases.ts";

/** Where a case is wrong, and what would be accepted there; undefined if it is one. */
function refusal(case_: unknown): string | undefined {
  try {
    decode("FILE", Case, case_);
    return undefined;
  } catch (error) {
    const [, at, accepted] =
      /^FILE: at ([^:]*): .*; accepted is (.*)\.$/s.exec((error as Error).message) ?? [];
    return `${at}: ${accepted}`;
  }
}

test.each(Object.entries(RIGHT_CASES))("the right ones are: %s", (_, cases) => {
  for (const [name, case_] of Object.entries(cases)) {
    expect([name, refusal(case_)]).toEqual([name, undefined]);
  }
});

test("limits leave room for everything, and nothing is drawn, unless told otherwise", () => {
  const { workflow } = caseOf([step("charge")]);
  expect(makeCase(workflow)).toEqual({
    format: "durable-conformance/case",
    version: 1,
    workflow,
    schedule: { interruptions: [] },
    limits: { invocationSeconds: 900, executionSeconds: 86_400 },
    randomness: 0,
  });
});

const approval = {
  kind: "callback",
  name: "approval",
  end: { does: "succeed", seconds: 3 },
  onError: "throw",
} as const;

describe("what is named is there", () => {
  const operations = [step("charge"), approval];
  const with_ = (schedule: Partial<Schedule>, among: readonly Operation[] = operations) =>
    refusal(makeCase({ operations: among }, { interruptions: [], ...schedule }));
  const arrival = { edge: "body-entered", operation: "charge", occurrence: 1 } as const;

  test("by interruptions, each at its place", () => {
    expect(with_({ interruptions: [insideBody("charge"), insideBody("refund")] })).toBe(
      "schedule.interruptions[1].operation: an operation of the workflow (charge, approval)",
    );
    expect(
      with_({ interruptions: [{ edge: "invocation-answered", occurrence: 1 }] }),
    ).toBeUndefined();
  });

  test("by faults", () => {
    expect(with_({ faults: [fault("throttled", "refund", "START")] })).toBe(
      "schedule.faults[0].operation: an operation of the workflow (charge, approval)",
    );
    expect(
      with_({ faults: [{ fault: "throttled", call: "poll", occurrence: 1 }] }),
    ).toBeUndefined();
  });

  test("by arrivals, which end what somebody outside may end", () => {
    expect(with_({ arrivals: [{ ...arrival, ends: "approval" }] })).toBeUndefined();
    expect(with_({ arrivals: [{ ...arrival, operation: "refund", ends: "approval" }] })).toBe(
      "schedule.arrivals[0].operation: an operation of the workflow (charge, approval)",
    );
    expect(with_({ arrivals: [{ ...arrival, ends: "charge" }] })).toBe(
      "schedule.arrivals[0].ends: a callback or invoke (approval)",
    );
    expect(with_({ arrivals: [{ ...arrival, ends: "charge" }] }, [step("charge")])).toBe(
      "schedule.arrivals[0].ends: a callback or invoke (there is none)",
    );
  });
});

describe("of operations in others", () => {
  const operations: readonly Operation[] = [
    { kind: "parallel", name: "fan", branches: [{ operations: [step("charge")] }] },
    { kind: "child", name: "order", operations: [approval], onError: "throw" },
    {
      kind: "wait-for-callback",
      name: "signed",
      end: { does: "succeed", seconds: 3 },
      runs: [{ does: "return", milliseconds: 0 }],
      onError: "throw",
    },
    { kind: "race", name: "first", operations: [wait("pause", 1)], onError: "throw" },
    { kind: "invoke", name: "report", end: { does: "succeed", seconds: 2 }, onError: "throw" },
  ];

  test("all have names, the parts of a batch and of a wait for a callback as well", () => {
    const names =
      "fan, fan-0, charge, order, approval, signed, signed-callback, signed-submitter, first, pause, report";
    expect(refusal(makeCase({ operations }, { interruptions: [insideBody("refund")] }))).toBe(
      `schedule.interruptions[0].operation: an operation of the workflow (${names})`,
    );
  });

  test("those may be ended from outside that somebody outside ends", () => {
    const arrivals = [{ edge: "invocation-started", occurrence: 1, ends: "charge" }] as const;
    expect(refusal(makeCase({ operations }, { interruptions: [], arrivals }))).toBe(
      "schedule.arrivals[0].ends: a callback or invoke (approval, signed-callback, report)",
    );
  });

  test("no two have one name, wherever they are", () => {
    const twice = (name: string) =>
      refusal(makeCase({ operations: [...operations, step(name)] }))?.split(", but ")[1];
    expect(twice("other")).toBeUndefined();
    for (const name of ["charge", "fan-0", "approval", "signed-callback", "pause"]) {
      expect(twice(name)).toBe(`"${name}" is there twice`);
    }
  });

  test("what is given to a combinator is durable, and a race has something to wait for", () => {
    const combined = (kind: "all" | "race", ...operands: readonly Operation[]) =>
      refusal(caseOf([{ kind, name: "both", operations: operands, onError: "throw" }]));
    const aside = { kind: "work", name: "aside", milliseconds: 5 } as const;
    expect(combined("all", step("charge"), aside)).toBe(
      'workflow.operations: operands that are durable, but "aside" of "both" is work; in a child context it may be',
    );
    expect(combined("race")).toBe(
      'workflow.operations: a race of one operation at least, but "both" has none: it would never be over',
    );
    expect(combined("all")).toBeUndefined();
    const order = { kind: "child", name: "order", operations: [aside], onError: "throw" } as const;
    expect(combined("race", order)).toBeUndefined();
  });

  test("a name begins with a letter and has forty characters at most", () => {
    for (const name of ["", "1", "-a", "a b", "a".repeat(41), "a\n"]) {
      expect([name, refusal(caseOf([step(name)]))]).toEqual([
        name,
        expect.stringContaining("name"),
      ]);
    }
    expect(refusal(caseOf([step("a".repeat(40)), step("B_9-")]))).toBeUndefined();
  });
});

describe("a handler can be changed", () => {
  const both = (kind: "all" | "race", ...operations: readonly Operation[]): Operation => {
    return { kind, name: "both", operations, onError: "throw" };
  };
  const [charge, ship] = [step("charge"), step("ship")];
  const work = { kind: "work", name: "aside", milliseconds: 5 } as const;
  const at = (becomes: Change["becomes"], operation: string, operations: readonly Operation[]) =>
    refusal(
      makeCase(
        { operations },
        { interruptions: [], change: { fromInvocation: 2, operation, becomes } },
      ),
    )?.replace("schedule.change.operation: ", "");

  test.each(["renamed", "swapped", "wait", "callback", "child"] as const)("%s", (becomes) => {
    expect(at(becomes, "charge", [charge, ship])).toBeUndefined();
  });

  test("at an operation of its own that it awaits at once", () => {
    const inside: Operation = {
      kind: "child",
      name: "order",
      operations: [charge],
      onError: "throw",
    };
    expect(at("renamed", "charge", [inside])).toBe("an operation of the handler itself");
    expect(at("renamed", "other", [charge])).toBe("an operation of the handler itself");
    const aside = { ...charge, awaited: "later" } as const;
    expect(at("renamed", "charge", [aside])).toBe("an operation that the handler awaits at once");
    expect(at("renamed", "aside", [work])).toBe("an operation that the handler awaits at once");
  });

  test("to a name that is not taken", () => {
    const taken = "an operation whose new name is not taken";
    expect(at("renamed", "charge", [charge, step("charge-changed")])).toBe(taken);
    const order = { kind: "child", name: "order", operations: [charge], onError: "throw" } as const;
    expect(at("renamed", "order", [order, ship])).toBeUndefined();
    expect(at("renamed", "order", [order, step("order-changed")])).toBe(taken);
  });

  test("to call first what follows, if that can be called alone", () => {
    const before = "an operation before one that is awaited at once and is no combinator";
    expect(at("swapped", "charge", [charge])).toBe(before);
    expect(at("swapped", "charge", [charge, { ...ship, awaited: "later" }])).toBe(before);
    expect(at("swapped", "charge", [charge, work])).toBe(before);
    expect(at("swapped", "charge", [charge, both("race", ship)])).toBe(before);
    expect(at("swapped", "both", [both("all", charge), ship])).toBe(
      "an operation that is no combinator",
    );
  });

  test("to another kind", () => {
    expect(at("wait", "pause", [wait("pause", 1)])).toBe("an operation of another kind");
    expect(at("wait", "both", [both("all", charge)])).toBe("an operation that is no combinator");
    expect(at("renamed", "both", [both("all", charge)])).toBeUndefined();
  });

  test("and is then as written down", async () => {
    const operations = [charge, approval, wait("pause", 1)];
    const kinds = ["renamed", "swapped", "step", "wait", "callback", "invoke", "child"] as const;
    const changed = kinds.flatMap((becomes) =>
      ["charge", "approval", "pause", "nothing"].map((operation) => [
        `${operation} ${becomes}`,
        changedWorkflow({ operations }, { fromInvocation: 2, operation, becomes } as Change),
      ]),
    );
    const text = `${JSON.stringify(Object.fromEntries(changed), null, 1)}\n`;
    await expect(text).toMatchFileSnapshot("golden/what-a-changed-handler-is.json");
  });
});
