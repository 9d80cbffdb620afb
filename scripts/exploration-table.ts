/** The tables of docs/exploration.md, from what `npm run exploration` has measured. */
import { fileURLToPath } from "node:url";
import type { ExplorationReport } from "../reports/exploration-report.ts";
import type { RunReport } from "../reports/run-report.ts";

export const EXPLORATION_JSON = fileURLToPath(new URL("../docs/exploration.json", import.meta.url));
export const EXPLORATION_MARKDOWN = fileURLToPath(
  new URL("../docs/exploration.md", import.meta.url),
);

/** A run of `explore`, or of `verify --exhaustive`, by the words after the name of the program. */
export type Measured = MeasuredModel | MeasuredEngine;

export interface MeasuredModel {
  readonly command: string;
  readonly kind: "model";
  readonly workflows: number;
  readonly workflowsExplored: number;
  readonly distinct: number;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly ends: number;
  readonly histories: number;
  readonly violations: number;
  readonly notExercised: readonly string[];
  readonly residentMegabytes: number;
  readonly seconds: number;
}

interface Share {
  readonly shown: number;
  readonly all: number;
}

export interface MeasuredEngine {
  readonly command: string;
  readonly kind: "engine";
  readonly workflows: number;
  readonly workflowsDone: number;
  readonly cases: number;
  readonly cut: number;
  readonly states: Share;
  readonly transitions: Share;
  readonly edges: Share;
  readonly broken: readonly string[];
  readonly seconds: number;
}

export function summarizeModel(command: string, report: ExplorationReport): MeasuredModel {
  const { workflows, workflowsExplored, distinct, states, transitions } = report;
  const { depth, ends, histories, violations, guarantees, residentBytes, seconds } = report;
  const counts = { workflows, workflowsExplored, distinct, states, transitions, depth, ends };
  return {
    command,
    kind: "model",
    ...counts,
    histories,
    violations: violations.length,
    notExercised: guarantees.filter(({ exercised }) => exercised === 0).map(({ id }) => id),
    residentMegabytes: Math.round(residentBytes / 1_048_576),
    seconds: Math.round(seconds),
  };
}

export function summarizeEngine(command: string, report: RunReport): MeasuredEngine {
  const { bound, casesRun: cases, lines, seconds } = report;
  if (bound === null) throw new Error(`${command} has no bound`);
  const { workflows, workflowsDone, cut, states, transitions, edges } = bound;
  const broken = lines.filter(({ kind }) => kind === "FAIL").map(({ id }) => id);
  const counts = { workflows, workflowsDone, cases, cut, states, transitions, edges };
  return { command, kind: "engine", ...counts, broken, seconds: Math.round(seconds) };
}

const BEGIN = "<!-- made by npm run exploration -->";
const END = "<!-- until here -->";

/** The document with its tables as they were measured. */
export function withExploration(document: string, measured: readonly Measured[]): string {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`docs/exploration.md has no ${BEGIN} and ${END}`);
  }
  return `${before}${BEGIN}\n\n${renderTables(measured)}\n\n${END}${after}`;
}

function renderTables(measured: readonly Measured[]): string {
  const models = measured.filter((each) => each.kind === "model");
  const engines = measured.filter((each) => each.kind === "engine");
  return [
    "| `durable-conformance ...` | workflows | distinct states | states | transitions | depth | ends | histories judged | violations | not exercised | MB | s |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...models.map(modelRow),
    "",
    "| `durable-conformance verify --exhaustive --no-corpus ...` | workflows | cases | edges cut | states shown | transitions shown | edges shown | broken | s |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |",
    ...engines.map(engineRow),
  ].join("\n");
}

function modelRow(each: MeasuredModel): string {
  const workflows =
    each.workflowsExplored === each.workflows
      ? count(each.workflows)
      : `${count(each.workflowsExplored)} of ${count(each.workflows)}`;
  const { distinct, states, transitions, depth, ends, histories, violations } = each;
  const counts = [distinct, states, transitions, depth, ends, histories, violations].map(count);
  const memory = count(each.residentMegabytes);
  const cells = [
    workflows,
    ...counts,
    count(each.notExercised.length),
    memory,
    count(each.seconds),
  ];
  return `| \`${each.command}\` | ${cells.join(" | ")} |`;
}

function engineRow(each: MeasuredEngine): string {
  const workflows =
    each.workflowsDone === each.workflows
      ? count(each.workflows)
      : `${count(each.workflowsDone)} of ${count(each.workflows)}`;
  const { states, transitions, edges, broken } = each;
  const cells = [
    workflows,
    count(each.cases),
    count(each.cut),
    share(states),
    share(transitions),
    share(edges),
    broken.length === 0 ? "nothing" : broken.map((id) => `\`${id}\``).join(", "),
    count(each.seconds),
  ];
  const words = each.command.replace("verify --exhaustive --no-corpus ", "");
  return `| \`${words}\` | ${cells.join(" | ")} |`;
}

function share({ shown, all }: Share): string {
  return `${count(shown)} of ${count(all)} (${Math.floor((100 * shown) / all)} %)`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
