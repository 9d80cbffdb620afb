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
  const steps = await compareSizes(
    ["harness-steps", "bare-steps", "judged-steps"],
    SIZES,
    plan,
    tell,
  );
  const waits = await compareSizes(["harness-waits", "bare-waits"], LENGTHS, plan, tell);
  const rows = SIZES.map((size): Row => {
    const [harness = [], bare = [], judging = []] = steps.get(size) ?? [];
    const cells = [...cellsOf(harness, bare, size), median(judging) / size];
    return { title: `${size} steps`, cells };
  });
  const lengths = LENGTHS.map((length): Row => {
    // Invocation number k replays k - 1 waits and starts one more.
    const entries = (length * (length + 1)) / 2;
    const [harness = [], bare = []] = waits.get(length) ?? [];
    return { title: `${length} waits`, cells: [entries, ...cellsOf(harness, bare, entries)] };
  });
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
    timesTen(steps),
  ] satisfies Table[];
}

/** By size: of each contender the microseconds of the processor in each round. */
type Sizes = ReadonlyMap<number, readonly (readonly number[])[]>;

/** Per step of 1,000, how many times as much as per step of 10, round by round. */
function timesTen(steps: Sizes): Table {
  const [few, many] = [10, 1_000];
  const perStep = (size: number, index: number) =>
    (steps.get(size)?.[index] ?? []).map((each) => each / size);
  const row = (title: string, small: readonly number[], large: readonly number[]): Row => {
    const spread = spreadOf(large.map((each, round) => each / (small[round] as number)));
    return { title, cells: [spread.median, spread.minimum, spread.maximum] };
  };
  const of = (index: number) => [perStep(few, index), perStep(many, index)] as const;
  const [[fewHarness, manyHarness], [fewBare, manyBare], judging] = [of(0), of(1), of(2)];
  const own = [differences(fewHarness, fewBare), differences(manyHarness, manyBare)] as const;
  return {
    title: "A step of 1000, times one of 10",
    columns: ["median", "min", "max"].map((name) => ({ name, digits: 2 })),
    rows: [
      row("the harness, with the SDK", fewHarness, manyHarness),
      row("the bare SDK", fewBare, manyBare),
      row("its own", ...own),
      row("judging", ...judging),
    ],
  };
}

function cellsOf(harness: readonly number[], bare: readonly number[], per: number): number[] {
  const own = spreadOf(differences(harness, bare));
  const all = [median(harness), median(bare), own.median, own.minimum, own.maximum];
  return all.map((each) => each / per);
}

function median(all: readonly number[]): number {
  return spreadOf(all).median;
}

/** What one costs more than the other, round by round: both were measured in the same minute. */
function differences(more: readonly number[], less: readonly number[]): number[] {
  return more.map((each, round) => each - (less[round] ?? 0));
}

/** All sizes in turn in each round, so that they can be compared with each other too. */
async function compareSizes(
  names: readonly SizedName[],
  sizes: readonly number[],
  plan: Plan,
  tell: (progress: string) => void,
): Promise<Sizes> {
  const entries = sizes.flatMap((size) => names.map((name) => sized(name, size)));
  const measured = (await compare({ ...plan, entries }, tell)).map(cpuMicroseconds);
  return new Map(
    sizes.map((size, index) => [
      size,
      measured.slice(index * names.length, (index + 1) * names.length),
    ]),
  );
}

function cpuMicroseconds({ samples }: Measured): readonly number[] {
  return samples.map(({ cpuMilliseconds, executions }) => (cpuMilliseconds / executions) * 1_000);
}
