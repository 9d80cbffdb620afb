/**
 * What an exhaustive search cuts loses no violation: on each engine that is wrong on purpose, the
 * same breaks with and without the cut, on the workflow that shows its bug and on every single one.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRunner, type Runner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import type { Workflow } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { everyWorkflow } from "../properties/exhaustive/every-workflow.ts";
import { exhaust } from "../properties/exhaustive/exhaust.ts";
import type { FaultyReport } from "../reports/faulty-report.ts";
import { FAULTY_JSON } from "../scripts/faulty-engines-table.ts";

const report = JSON.parse(readFileSync(FAULTY_JSON, "utf8")) as FaultyReport;

/** A search only interrupts: these break nothing unless a schedule has something else. */
const BEYOND = [
  "input-of-the-first-page",
  "further-pages-not-read",
  "body-starts-after-the-answer",
  "interrupted-result-remembered",
  "stale-token-accepted",
];

/** An engine whose attempts never rise goes on with these to the limit: some seconds for each case. */
function retriesByDefault({ operations }: Workflow): boolean {
  return operations.some((each) => each.kind === "step" && each.retry.policy === "default");
}

async function brokenIn(
  { guarantees, trace }: Runner,
  workflows: Iterable<Workflow>,
  interruptions: number,
  cut: boolean,
) {
  const found = new Set<string>();
  const properties = new Set<string>();
  let cases = 0;
  for (const workflow of workflows) {
    const options = { interruptions, guarantees, trace, properties: PROPERTIES, cut };
    const exhausted = await exhaust(workflow, options);
    expect(exhausted.complete).toBe(true);
    cases += exhausted.cases;
    for (const { signature, broken } of exhausted.failures) {
      found.add(signature);
      for (const id of broken) properties.add(id);
    }
  }
  return { found: [...found].toSorted(), properties: [...properties].toSorted(), cases };
}

async function compared(runner: Runner, workflows: readonly Workflow[], interruptions: number) {
  const all = await brokenIn(runner, workflows, interruptions, false);
  const some = await brokenIn(runner, workflows, interruptions, true);
  return { all, some };
}

const inSearch = report.engines.filter(({ name }) => !BEYOND.includes(name));

test("what is beyond a search has a schedule of something else", () => {
  for (const { name, minimal } of report.engines.filter((each) => !inSearch.includes(each))) {
    const { interruptions: _, ...others } = (minimal as Case).schedule;
    expect(Object.keys(others), name).not.toEqual([]);
  }
});

describe.each(inSearch)("$name", { timeout: 600_000 }, ({ name, property, minimal }) => {
  const { workflow, schedule } = minimal as Case;
  const workflows = [...everyWorkflow(1, "steps-and-waits")].filter(
    (each) => name !== "attempt-never-rises" || !retriesByDefault(each),
  );

  test(`breaks ${property} on its workflow, cut or not`, async () => {
    const runner = await createRunner(`faulty/${name}`);
    const interruptions = Math.max(1, schedule.interruptions.length);
    const { all, some } = await compared(runner, [workflow], interruptions);
    expect(some.properties).toContain(property);
    expect(some).toMatchObject({ found: all.found, properties: all.properties });
  });

  test("breaks the same on every workflow of one step or wait, cut or not", async () => {
    const runner = await createRunner(`faulty/${name}`);
    const { all, some } = await compared(runner, workflows, 1);
    expect(some).toMatchObject({ found: all.found, properties: all.properties });
    expect(some.cases).toBeLessThan(all.cases);
  });
});
