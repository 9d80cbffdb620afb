/** The report as text of at most 80 columns. Pure. */
import type { ExplorationComparison, Side } from "./exploration.ts";
import type { Growth, Reading } from "./memory.ts";
import type { FunctionShare, OwnerShare, Profile } from "./profile/owners.ts";
import type { Ratio, Row, SpeedReport } from "./report.ts";
import type { Spread } from "./statistics.ts";

const TITLE_WIDTH = 26;

export function renderSpeed({ rows, ratios, profile, ownConsole }: SpeedReport): string {
  return [
    renderRows("Speed", rows),
    memoryTable(rows),
    ratioTable(ratios),
    ownerTable(profile, ownConsole),
    folderTable(profile.foldersOfHarness),
    functionTable("Costliest of the harness, % of CPU time", profile.timeOfHarness),
    functionTable("Most allocating of the harness, % of bytes", profile.allocationOfHarness),
  ]
    .join("\n\n")
    .replace(/ +$/gm, "");
}

/** One reading of the memory run. */
export function renderReading(title: string, { cases, memory }: Reading): string {
  const heap = megabytes(memory.heapBytes, 1).padStart(7);
  const resident = megabytes(memory.residentBytes, 0).padStart(5);
  return `${title.padEnd(TITLE_WIDTH)}${whole(cases).padStart(8)} cases  heap ${heap} MB  rss ${resident} MB`;
}

export function renderRows(head: string, rows: readonly Row[]): string {
  const line = (title: string, ...cells: readonly string[]) =>
    title.padEnd(TITLE_WIDTH) + columns(cells, [7, 12, 6, 6, 12, 10]);
  return [
    line(head, "exec/s", "min-max", "inv.", "cores", "exec/cpu-s", "events/s"),
    ...rows.map((row) => {
      const { title, perSecond, cores, perCpuSecond, eventsPerSecond } = row;
      return line(
        title,
        number(perSecond.median),
        range(perSecond),
        row.invocationsPerExecution.toFixed(2),
        cores.toFixed(2),
        number(perCpuSecond.median),
        eventsPerSecond === undefined ? "" : whole(eventsPerSecond),
      );
    }),
  ].join("\n");
}

function memoryTable(rows: readonly Row[]): string {
  const line = (title: string, ...cells: readonly string[]) =>
    title.padEnd(TITLE_WIDTH) + columns(cells, [12, 20, 20]);
  return [
    line("Memory after gc, MB", "executions", "heap before-after", "rss before-after"),
    ...rows.map(({ title, executions, before, after }) =>
      line(
        title,
        whole(executions),
        `${megabytes(before.heapBytes, 1)} - ${megabytes(after.heapBytes, 1)}`,
        `${megabytes(before.residentBytes, 0)} - ${megabytes(after.residentBytes, 0)}`,
      ),
    ),
  ].join("\n");
}

function ratioTable(ratios: readonly Ratio[]): string {
  const line = (title: string, ...cells: readonly string[]) =>
    title.padEnd(46) + columns(cells, [8, 14, 12]);
  return [
    line("Ratio", "exec/s", "min-max", "exec/cpu-s"),
    ...ratios.map(({ title, perSecond, perCpuSecond }) =>
      line(
        title,
        perSecond.median.toFixed(2),
        `${perSecond.minimum.toFixed(2)}-${perSecond.maximum.toFixed(2)}`,
        perCpuSecond.median.toFixed(2),
      ),
    ),
  ].join("\n");
}

const OWNER_TITLES: Readonly<Record<OwnerShare["owner"], string>> = {
  sdk: "the SDK, and what it calls of Node",
  harness: "the harness, and what it calls of Node",
  benchmark: "the benchmark itself",
  libraries: "other libraries",
  node: "Node itself",
  program: "native code outside JavaScript",
  gc: "garbage collection",
  "event-loop": "turns of the event loop",
};

function ownerTable({ owners }: Profile, ownConsole: Profile["owners"]): string {
  const line = (title: string, ...cells: readonly string[]) =>
    title.padEnd(40) + columns(cells, [10, 12, 14]);
  const own = new Map(ownConsole.map(({ owner, time }) => [owner, time]));
  return [
    line("Where the harness's workload spends", "CPU time", "own console", "bytes"),
    ...owners
      .filter(({ time, allocation }) => time > 0 || allocation > 0)
      .map(({ owner, time, allocation }) =>
        line(OWNER_TITLES[owner], percent(time), percent(own.get(owner) ?? 0), percent(allocation)),
      ),
  ].join("\n");
}

function folderTable(folders: Profile["foldersOfHarness"]): string {
  const line = (title: string, ...cells: readonly string[]) =>
    title.padEnd(40) + columns(cells, [10, 26]);
  return [
    line("Of that the harness, by folder", "CPU time", "bytes"),
    ...folders.map(({ folder, time, allocation }) =>
      line(`  ${folder}`, percent(time), percent(allocation)),
    ),
  ].join("\n");
}

function functionTable(title: string, functions: readonly FunctionShare[]): string {
  return [
    title,
    ...functions.map(({ place, share }) => `${percent(share).padStart(7)}  ${place}`),
  ].join("\n");
}

/** Three steps of three attempts under up to twelve interruptions, explored to the end. */
export function renderExploration(exploration: ExplorationComparison): string {
  const line = (title: string, ...cells: readonly string[]) =>
    title.padEnd(TITLE_WIDTH) + columns(cells, [12, 10, 14, 18]);
  const row = (title: string, { states, seconds, perSecond }: Side) =>
    line(
      title,
      whole(states),
      seconds.median.toFixed(2),
      whole(perSecond.median),
      range(perSecond),
    );
  const lines = [
    line("Exploration", "states", "seconds", "states/s", "min-max"),
    row("the model", exploration.model),
    row("  distinct of them", exploration.distinct),
  ];
  if (exploration.kind === "alone") return [...lines, `SPIN: ${exploration.reason}`].join("\n");
  const { rate, time } = exploration;
  const between = ({ minimum, maximum }: Spread) => `${minimum.toFixed(2)}-${maximum.toFixed(2)}`;
  return [
    ...lines,
    row("SPIN", exploration.spin),
    line("model / SPIN, states/s", "", "", rate.median.toFixed(2), between(rate)),
    line("SPIN / the model, seconds", "", "", time.median.toFixed(2), between(time)),
  ].join("\n");
}

export function renderMemory(growth: readonly Growth[]): string {
  const readings = growth.flatMap((each) =>
    each.readings.map((reading) => renderReading(each.title, reading)),
  );
  const verdicts = growth.map(({ title, flat, bytesPerCase, readings }) => {
    const cases = readings.at(-1)?.cases ?? 0;
    const verdict = flat ? "flat" : "GROWS";
    return `Memory over ${whole(cases)} cases, ${title}: ${verdict} (${bytesPerCase.toFixed(2)} bytes a case)`;
  });
  return [...readings, "", ...verdicts].join("\n");
}

function columns(cells: readonly string[], widths: readonly number[]): string {
  return cells.map((cell, index) => cell.padStart(widths[index] ?? 0)).join("");
}

function range({ minimum, maximum }: Spread): string {
  return `${number(minimum)}-${number(maximum)}`;
}

/** One decimal where that says something. */
function number(value: number): string {
  return value < 10 ? value.toFixed(1) : whole(value);
}

/** Without separators, so that columns stay narrow. */
function whole(value: number): string {
  return Math.round(value).toString();
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function megabytes(bytes: number, digits: number): string {
  return (bytes / 1_048_576).toFixed(digits);
}
