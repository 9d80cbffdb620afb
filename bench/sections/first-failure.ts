/**
 * How long it takes until an engine that is wrong shows it: the engines that are wrong on purpose,
 * and the versions of the SDK. Cases of every kind, drawn and judged one after the other on one
 * core; loading is not counted, and the medians are over seeds.
 */

import { SDK_VERSIONS } from "../../impl/aws-sdk/sdk.ts";
import { FAULTY_ENGINES } from "../../impl/faulty/all.ts";
import { createRunner } from "../../impl/runner.ts";
import { PROPERTIES } from "../../properties/all.ts";
import { hunt } from "../../properties/suite/hunt.ts";
import { cpuTime, now } from "../clock.ts";
import { spreadOf } from "../statistics.ts";
import type { Row, Table } from "../table.ts";

/** So many cases are drawn before an engine counts as not found out. */
const MOST_CASES = 2_000;

/** Drawn and judged on an engine that is right, so that the first of the table pay no more than the last. */
const WARM_UP_CASES = 300;

export async function measureFirstFailures(
  seeds: number,
  tell: (progress: string) => void,
): Promise<readonly Table[]> {
  const versions = SDK_VERSIONS.map((version) => `aws-sdk@${version}`);
  const faulty = FAULTY_ENGINES.map(({ name }) => `faulty/${name}`);
  const columns = [{ name: "cases" }, { name: "ms" }, { name: "ms CPU" }, { name: "seeds" }];
  const tableOf = async (title: string, engines: readonly string[]): Promise<Table> => {
    const rows: Row[] = [];
    for (const engine of engines) {
      tell(`first failure: ${engine}`);
      rows.push(await huntOn(engine, seeds));
    }
    return { title, columns, rows };
  };
  const right = await createRunner("embedded");
  await hunt(right, { seed: 0, scope: "all", cases: WARM_UP_CASES, properties: PROPERTIES });
  return [
    await tableOf("To the first failure", versions),
    await tableOf("To the first failure", faulty),
  ];
}

async function huntOn(engine: string, seeds: number): Promise<Row> {
  const runner = await createRunner(engine);
  const found: { readonly cases: number; readonly ms: number; readonly cpu: number }[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const [startedAt, cpuBefore] = [now(), cpuTime()];
    const options = { seed, scope: "all", cases: MOST_CASES, properties: PROPERTIES } as const;
    const prey = await hunt(runner, options);
    if (prey === undefined) continue;
    found.push({ cases: prey.cases, ms: now() - startedAt, cpu: cpuTime() - cpuBefore });
  }
  if (found.length === 0) return { title: engine, cells: [null, null, null, `0/${seeds}`] };
  const median = (of: (each: (typeof found)[number]) => number) => spreadOf(found.map(of)).median;
  return {
    title: engine,
    cells: [
      median(({ cases }) => cases),
      median(({ ms }) => ms),
      median(({ cpu }) => cpu),
      `${found.length}/${seeds}`,
    ],
  };
}
