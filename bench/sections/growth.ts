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
    const names = ["harness-steps", "bare-steps", "judged-steps"] as const;
    const [harness = [], bare = [], judging = []] = await microseconds(names, size, plan, tell);
    const each = (all: readonly number[]) => spreadOf(all).median / size;
    const own = spreadOf(differences(harness, bare));
    rows.push({
      title: `${size} steps`,
      cells: [
        each(harness),
        each(bare),
        own.median / size,
        own.minimum / size,
        own.maximum / size,
        each(judging),
      ],
    });
  }
  const lengths: Row[] = [];
  for (const length of LENGTHS) {
    // Invocation number k replays k - 1 waits and starts one more.
    const entries = (length * (length + 1)) / 2;
    const names = ["harness-waits", "bare-waits"] as const;
    const [harness = [], bare = []] = await microseconds(names, length, plan, tell);
    const each = (all: readonly number[]) => spreadOf(all).median / entries;
    const own = spreadOf(differences(harness, bare));
    lengths.push({
      title: `${length} waits`,
      cells: [
        entries,
        each(harness),
        each(bare),
        own.median / entries,
        own.minimum / entries,
        own.maximum / entries,
      ],
    });
  }
  const per = (what: string) => `CPU time per ${what}, us`;
  const columns = [
    { name: "harness", digits: 1 },
    { name: "bare SDK", digits: 1 },
    { name: "its own", digits: 1 },
    { name: "min", digits: 1 },
    { name: "max", digits: 1 },
  ];
  return [
    { title: per("step"), columns: [...columns, { name: "judging", digits: 1 }], rows },
    { title: per("entry replayed"), columns: [{ name: "entries" }, ...columns], rows: lengths },
  ] satisfies Table[];
}

/** What one costs more than the other, round by round: both were measured in the same minute. */
function differences(more: readonly number[], less: readonly number[]): number[] {
  return more.map((each, round) => each - (less[round] ?? 0));
}

/** CPU time of one execution of each, in microseconds, in each round. */
async function microseconds(
  names: readonly SizedName[],
  operations: number,
  plan: Plan,
  tell: (progress: string) => void,
): Promise<readonly (readonly number[])[]> {
  const entries = names.map((name) => sized(name, operations));
  const measured = await compare({ ...plan, entries }, tell);
  return measured.map(cpuMicroseconds);
}

function cpuMicroseconds({ samples }: Measured): readonly number[] {
  return samples.map(({ cpuMilliseconds, executions }) => (cpuMilliseconds / executions) * 1_000);
}
