/**
 * How the cost of an operation grows with the size of a workflow, and that of a replayed entry with
 * the length of the log. The SDK's own part is told by the bare SDK, measured in turn; what is over
 * is the harness's.
 */
import { compare } from "../compare.ts";
import type { SizedName } from "../contenders/contender.ts";
import { sized } from "../lineup.ts";
import type { Plan } from "../plan.ts";
import type { Measured } from "../report.ts";
import { spreadOf } from "../statistics.ts";
import type { Row, Table } from "../table.ts";

const SIZES = [1, 10, 100, 1_000];
const LENGTHS = [10, 30, 100, 300];

export async function measureSizes(plan: Plan, tell: (progress: string) => void) {
  const rows: Row[] = [];
  for (const size of SIZES) {
    const found = await microseconds(
      ["harness-steps", "bare-steps", "judged-steps"],
      size,
      plan,
      tell,
    );
    const [harness, bare, judging] = found.map((each) => each / size) as [number, number, number];
    rows.push({ title: `${size} steps`, cells: [harness, bare, harness - bare, judging] });
  }
  const lengths: Row[] = [];
  for (const length of LENGTHS) {
    // Invocation number k replays k - 1 waits and starts one more.
    const entries = (length * (length + 1)) / 2;
    const found = await microseconds(["harness-waits", "bare-waits"], length, plan, tell);
    const [harness, bare] = found.map((each) => each / entries) as [number, number];
    lengths.push({
      title: `${length} waits`,
      cells: [entries, harness, bare, harness - bare],
    });
  }
  const per = (what: string) => `CPU time per ${what}, us`;
  const columns = [
    { name: "harness", digits: 1 },
    { name: "bare SDK", digits: 1 },
    { name: "harness's own", digits: 1 },
  ];
  return [
    { title: per("step"), columns: [...columns, { name: "judging", digits: 1 }], rows },
    { title: per("entry replayed"), columns: [{ name: "entries" }, ...columns], rows: lengths },
  ] satisfies Table[];
}

/** CPU time of one execution of each, in microseconds. */
async function microseconds(
  names: readonly SizedName[],
  operations: number,
  plan: Plan,
  tell: (progress: string) => void,
): Promise<number[]> {
  const entries = names.map((name) => sized(name, operations));
  const measured = await compare({ ...plan, entries }, tell);
  return measured.map(cpuMicroseconds);
}

function cpuMicroseconds({ samples }: Measured): number {
  return spreadOf(
    samples.map(({ cpuMilliseconds, executions }) => (cpuMilliseconds / executions) * 1_000),
  ).median;
}
