/** The second opinion without SPIN: what it is given, how it is read, and how both are compared. */
import { expect, test } from "vitest";
import {
  columnsOf,
  compare,
  describeDifference,
  HEADINGS,
  worldOf,
} from "../model/promela/compare.ts";
import { type Found, modelOutcomes, outcomeOfLine } from "../model/promela/outcomes.ts";
import { promelaProgram } from "../model/promela/program.ts";
import type { Verifier } from "../model/promela/spin.ts";
import { HEAVY, oneStep, threeOperations, twoOperations } from "../model/promela/workflows.ts";

const SUBJECTS = [...oneStep(), ...twoOperations(), ...threeOperations()];

test("the workflows that are compared are those that they were", async () => {
  const workflows = [...SUBJECTS.map(({ workflow }) => workflow), HEAVY];
  const program = promelaProgram(workflows, "step-protocol.pml");
  await expect(program).toMatchFileSnapshot("golden/promela-program.pml");
  const under = (most: number) => SUBJECTS.filter((each) => each.interruptions === most).length;
  expect([1, 2, 3].map(under)).toEqual([0, 81, 132]);
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

test("every number that is printed has its word", () => {
  const operations = HEAVY.operations.slice(0, 1);
  const read = (line: string) => outcomeOfLine(operations, line);
  const endings = [0, 1, 30, 254, 255].map((ending) => read(`OUTCOME 5 4,0,1,${ending}`));
  expect([0, 1, 2, 3, 4, 5, 6].map((status) => read(`OUTCOME 4 ${status},0,1,1`))).toEqual([
    "SUCCEEDED; a none, retries 0, body starts 1, by run 1",
    "SUCCEEDED; a STARTED, retries 0, body starts 1, by run 1",
    "SUCCEEDED; a PENDING, retries 0, body starts 1, by run 1",
    "SUCCEEDED; a READY, retries 0, body starts 1, by run 1",
    "SUCCEEDED; a SUCCEEDED, retries 0, body starts 1, by run 1",
    "SUCCEEDED; a FAILED, retries 0, body starts 1, by run 1",
    "SUCCEEDED; a status 6, retries 0, body starts 1, by run 1",
  ]);
  expect(endings.map((words) => words.split("by ")[1])).toEqual([
    "nothing",
    "run 1",
    "run 30",
    "interruption",
    "timer",
  ]);
});

test("the model reaches what it reached", async () => {
  const few = SUBJECTS.filter((_, index) => index % 25 === 7);
  const reached = few.map(({ workflow }) => {
    const { outcomes, states, problems } = modelOutcomes(worldOf(workflow), { interruptions: 2 });
    expect(problems).toEqual([]);
    return { states, outcomes: [...outcomes].toSorted() };
  });
  const text = `${JSON.stringify(reached, null, 1)}\n`;
  await expect(text).toMatchFileSnapshot("golden/promela-outcomes.json");
});

test("an exploration that was cut off is a problem", () => {
  const { problems } = modelOutcomes(worldOf(HEAVY), { interruptions: 3, states: 10 });
  expect(problems).toEqual(["the model was not explored to the end"]);
});

/** A verifier that says it found what the model did, changed. */
function verifierThat(changes: (found: Found) => Partial<Found>): Verifier {
  return {
    outcomes: (_, interruptions) => {
      const found = modelOutcomes(worldOf(HEAVY), { interruptions });
      return { ...found, states: 7, seconds: 1, ...changes(found) };
    },
    cycles: () => [],
    dispose: () => {},
  };
}

function differencesIf(changes: (found: Found) => Partial<Found>) {
  const comparison = compare(verifierThat(changes), 0, HEAVY, 1);
  expect(columnsOf(comparison)).toContain(comparison.agrees ? "   yes " : "    no ");
  return { agrees: comparison.agrees, said: describeDifference(comparison) };
}

test("both agree if they reached the same without a problem", () => {
  const [one = ""] = modelOutcomes(worldOf(HEAVY), { interruptions: 1 }).outcomes;
  const without = ({ outcomes }: Found) => [...outcomes].filter((each) => each !== one);
  expect(differencesIf(() => ({}))).toEqual({ agrees: true, said: "" });
  expect(differencesIf(({ outcomes }) => ({ outcomes: new Set([...outcomes, "b", "a"]) }))).toEqual(
    {
      agrees: false,
      said: "    only SPIN: a\n    only SPIN: b",
    },
  );
  expect(differencesIf((found) => ({ outcomes: new Set(without(found)) }))).toEqual({
    agrees: false,
    said: `    only TypeScript: ${one}`,
  });
  expect(differencesIf(() => ({ problems: ["pan:1: assertion violated"] }))).toEqual({
    agrees: false,
    said: "    pan:1: assertion violated",
  });
});

test("a row has its columns below their headings", () => {
  const row = columnsOf(
    compare(
      verifierThat(() => ({})),
      0,
      HEAVY,
      1,
    ),
  );
  expect([HEADINGS, row.slice(0, row.indexOf("("))]).toEqual([
    "k  outcomes  SPIN states  TypeScript states  agree  workflow",
    "1         9            7               1114    yes  a ",
  ]);
});
