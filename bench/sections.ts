/** What the benchmark measures, section by section; each is run, and rendered, by itself. */

import { Child } from "./child.ts";
import { compare } from "./compare.ts";
import { compareExploration, type ExplorationComparison } from "./exploration.ts";
import {
  BARE_SDK,
  BARE_SDK_OWN_CONSOLE,
  casesOn,
  EMBEDDED,
  type Entry,
  HARNESS,
  HARNESS_OWN_CONSOLE,
} from "./lineup.ts";
import { type Growth, measureGrowth } from "./memory.ts";
import type { Plan } from "./plan.ts";
import {
  renderExploration,
  renderMemory,
  renderReading,
  renderRows,
  renderSpeed,
} from "./render.ts";
import {
  fastest,
  type Measured,
  type Ratio,
  type Row,
  ratioOf,
  rowOf,
  type SpeedReport,
} from "./report.ts";
import { measureFirstFailures } from "./sections/first-failure.ts";
import { measureSizes } from "./sections/growth.ts";
import { measureScaling } from "./sections/scaling.ts";
import { measureStarts } from "./sections/start.ts";
import { renderTable, type Table } from "./table.ts";

export interface Section<Value> {
  /** `tell` is told what is being done now. */
  readonly measure: (plan: Plan, tell: (progress: string) => void) => Promise<Value>;
  /** As text of about 80 columns. Pure. */
  readonly render: (value: Value) => string;
}

const renderTables = (tables: readonly Table[]) => tables.map(renderTable).join("\n\n");

export const SECTIONS = {
  speed: { measure: measureSpeed, render: renderSpeed },
  cases: { measure: measureCases, render: (rows: readonly Row[]) => renderRows("Cases", rows) },
  growth: { measure: measureSizes, render: renderTables },
  scaling: {
    measure: ({ rounds, scalingCases }: Plan) => measureScaling(rounds, scalingCases),
    render: renderTables,
  },
  "first-failure": {
    measure: ({ seeds }: Plan, tell) => measureFirstFailures(seeds, tell),
    render: renderTables,
  },
  start: {
    measure: ({ rounds }: Plan, tell) => measureStarts(rounds, tell),
    render: renderTables,
  },
  exploration: {
    measure: ({ rounds }: Plan) => compareExploration(rounds),
    render: renderExploration,
  },
  memory: { measure: measureMemory, render: renderMemory },
} satisfies {
  speed: Section<SpeedReport>;
  cases: Section<readonly Row[]>;
  growth: Section<readonly Table[]>;
  scaling: Section<readonly Table[]>;
  "first-failure": Section<readonly Table[]>;
  start: Section<readonly Table[]>;
  exploration: Section<ExplorationComparison>;
  memory: Section<readonly Growth[]>;
};

export type SectionName = keyof typeof SECTIONS;

export const SECTION_NAMES = Object.keys(SECTIONS) as readonly SectionName[];
/** Memory takes far longer than all others: it is run where it is asked for. */
export const USUAL_SECTIONS = SECTION_NAMES.filter((name) => name !== "memory");

/** The section by its name, for whoever has its value from JSON. */
export function sectionOf(name: SectionName): Section<unknown> {
  return SECTIONS[name] as Section<unknown>;
}

async function measureSpeed(plan: Plan, tell: (progress: string) => void): Promise<SpeedReport> {
  const measured = await compare(plan, tell);
  tell("profiling this harness");
  const profile = await profileOf(HARNESS, plan.profileMilliseconds);
  const { owners: ownConsole } = await profileOf(HARNESS_OWN_CONSOLE, plan.profileMilliseconds);
  return { rows: measured.map(rowOf), ratios: ratiosOf(measured), profile, ownConsole };
}

async function measureCases(plan: Plan, tell: (progress: string) => void): Promise<readonly Row[]> {
  const engines = ["model", "embedded", "aws-sdk@2.4.0"];
  const entries = [
    EMBEDDED,
    ...engines.map((engine) => casesOn(engine, "random-cases")),
    ...engines.map((engine) => casesOn(engine, "exhaustive-cases")),
  ];
  return (await compare({ ...plan, entries }, tell)).map(rowOf);
}

function measureMemory(plan: Plan): Promise<readonly Growth[]> {
  return measureGrowth(plan, (title, reading) => {
    process.stderr.write(`${renderReading(title, reading)}\n`);
  });
}

async function profileOf(entry: Entry, milliseconds: number) {
  const child = await Child.start(entry, milliseconds / 2);
  try {
    return await child.profile(milliseconds);
  } finally {
    await child.close();
  }
}

function ratiosOf(measured: readonly Measured[]): readonly Ratio[] {
  const of = (wanted: Entry) => measured.find(({ entry }) => entry === wanted) as Measured;
  const harness = of(HARNESS);
  const official = measured.filter(
    ({ entry }) => entry.subject === "own console" && entry.contender === "official-runner",
  );
  const sharing = measured.filter(({ entry }) => entry.subject === "shared console");
  const best = fastest(official, "clock");
  const thriftiest = fastest(official, "processor");
  const others = official.filter((other) => other !== best);
  return [
    ratioOf(`harness / bare SDK`, harness, of(BARE_SDK)),
    ratioOf(`harness / ${best.entry.title} (its best)`, harness, best),
    ratioOf(`bare SDK / ${best.entry.title} (its best)`, of(BARE_SDK), best),
    ratioOf(`bare SDK / ${thriftiest.entry.title} (by CPU)`, of(BARE_SDK), thriftiest),
    ratioOf(
      `its own console: harness / bare SDK`,
      of(HARNESS_OWN_CONSOLE),
      of(BARE_SDK_OWN_CONSOLE),
    ),
    ...[...others, ...sharing].map((other) =>
      ratioOf(`harness / ${other.entry.title}`, harness, other),
    ),
  ];
}
