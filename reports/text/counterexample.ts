/**
 * A counterexample as text: what broke, in the user's words; workflow, schedule and shrinking on a
 * line each; the history up to the first divergence and nothing after; what differs there; and the
 * command that runs it again.
 */
import { describeEvent, describeInterruption, describeWorkflow } from "../../model/describe.ts";
import type { Event } from "../../model/history.ts";
import type { Counterexample } from "../counterexample.ts";
import { clip, labelled, paragraph, printable, WIDTH, wrap } from "./layout.ts";

export interface Commands {
  /** The file that the counterexample is kept in. */
  readonly file: string;
}

export function renderCounterexample(counterexample: Counterexample, { file }: Commands): string {
  const { property, engine, sentence, shrink } = counterexample;
  const { workflow, schedule } = counterexample.case;
  const parts = [
    ` FAIL  ${property}    engine: ${engine}`,
    "",
    paragraph(sentence, 2),
    paragraph(`The model expects ${counterexample.expected}.`, 2),
    paragraph(`The engine ${counterexample.found}.`, 2),
    "",
    labelled("Workflow", describeWorkflow(workflow.operations), 2, 12),
    labelled("Schedule", describeSchedule(schedule.interruptions), 2, 12),
    labelled("Limits", describeLimits(counterexample), 2, 12),
    labelled("Shrunk", describeShrink(shrink), 2, 12),
    "",
    ...renderTable(counterexample),
    "",
    `  First divergence at op ${counterexample.at}. There:`,
    "",
    labelled("- model", counterexample.expected, 4, 10),
    labelled("+ engine", counterexample.found, 4, 10),
    "",
    labelled("Reproduce", `npx durable-conformance replay ${file} --engine ${engine}`, 2, 12),
  ];
  return `${parts.map(printableLines).join("\n")}\n`;
}

function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

function describeSchedule(interruptions: Counterexample["case"]["schedule"]["interruptions"]): string {
  return interruptions.length === 0 ? "no interruption" : interruptions.map(describeInterruption).join("; ");
}

function describeLimits({ case: { limits } }: Counterexample): string {
  return `invocation ${limits.invocationSeconds} s, execution ${limits.executionSeconds} s`;
}

function describeShrink({ from, to, tried, minimal }: Counterexample["shrink"]): string {
  const operations = `${from.operations} -> ${to.operations} operations`;
  const interruptions = `${from.interruptions} -> ${to.interruptions} interruptions`;
  const end = minimal ? "nothing more can be taken away" : "the budget ran out";
  return `${operations}, ${interruptions}, ${tried} candidates tried; ${end}`;
}

const OP = 5;
const EVENT = 25;
const CELL = Math.floor((WIDTH - OP - EVENT - 4) / 2);

function renderTable({ history, at, expected, found }: Counterexample): string[] {
  const lines = [`   op  ${"event".padEnd(EVENT - 1)}${"model".padEnd(CELL + 1)}engine`];
  for (const [index, event] of history.slice(0, at).entries()) lines.push(...renderEvent(event, index));
  const divergent = history[at];
  if (divergent === undefined) return lines;
  const { verb } = describeEvent(divergent);
  const left = `${verb.padEnd(7)} ${"operation" in divergent ? divergent.operation : ""}`;
  const modelCell = wrap(expected, CELL - 1);
  const engineCell = wrap(found, CELL);
  for (let line = 0; line < Math.max(modelCell.length, engineCell.length); line += 1) {
    const start = line === 0 ? `> ${String(at).padStart(3)}  ${clip(left, EVENT - 2)}` : "";
    const model = (modelCell[line] ?? "").padEnd(CELL + 1);
    lines.push(`${start.padEnd(OP + EVENT + 1)}${model}${engineCell[line] ?? ""}`.trimEnd());
  }
  const width = Math.max(...engineCell.map(({ length }) => length));
  lines.push(" ".repeat(OP + EVENT + 1 + CELL + 1) + "^".repeat(width));
  return lines;
}

function renderEvent(event: Event, index: number): string[] {
  if (event.kind === "invocation-started") {
    const title = ` invocation ${event.invocation}${event.invocation === 1 ? "" : " (replay)"} `;
    const rule = `  ----${title}`;
    return [rule.padEnd(WIDTH, "-")];
  }
  const { verb, rest } = describeEvent(event);
  if (event.kind === "interrupted") return [`       ${verb}${rest === "" ? "" : ` (${rest})`}`];
  const left = `${verb.padEnd(7)} ${clip(rest, WIDTH - OP - 10)}`;
  return [`${String(index).padStart(OP)}  ${left}`.trimEnd()];
}
