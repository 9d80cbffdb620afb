/** The engines that are wrong on purpose: each is caught by its property, in its minimal case. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import type { FaultyReport } from "../reports/faulty-report.ts";
import { FAULTY_JSON } from "../scripts/faulty-engines-table.ts";

const report = JSON.parse(readFileSync(FAULTY_JSON, "utf8")) as FaultyReport;

async function brokenBy(engine: string, case_: Case): Promise<readonly string[]> {
  const runner = await createRunner(engine);
  // An engine whose attempts never rise goes on to the limit: an hour of that is enough.
  const limits = { ...case_.limits, executionSeconds: 3_600 };
  const { failure } = await judgeCase({ ...case_, limits }, runner, PROPERTIES);
  return failure === undefined ? [] : [failure.property, ...failure.alsoBroken];
}

describe.each(report.engines)("$name", ({ name, property, minimal }) => {
  test(`its minimal case breaks ${property}`, async () => {
    expect(await brokenBy(`faulty/${name}`, minimal as Case)).toContain(property);
  });

  test("its minimal case breaks nothing on the engine that is right", async () => {
    expect(await brokenBy("embedded", minimal as Case)).toEqual([]);
  });
});
