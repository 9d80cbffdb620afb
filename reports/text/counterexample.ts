/**
 * A counterexample as text: what broke, in the user's words; workflow, schedule and shrinking on a
 * line each; the history up to the first divergence and nothing after; what differs there; and the
 * commands that run it again, keep it as a test, and draw it.
 */
import { describeEvent } from "../../model/describe.ts";
import { describeSchedule } from "../../model/describe-schedule.ts";
import { describeWorkflow } from "../../model/describe-workflow.ts";
import type { Event } from "../../model/history.ts";
import type { Counterexample } from "../counterexample.ts";
import { expectedSentence, foundSentence } from "../expectation.ts";
import { describePolls, foldPolls, type Row } from "../folding.ts";
import { describeInevitability, unavoidableFrom } from "../inevitability.ts";
import { type Program, renderReplay } from "./command.ts";
import { clip, counted, flow, labelled, paragraph, WIDTH, wrap } from "./layout.ts";

export interface Source {
  /** The file that the counterexample is kept in. */
  readonly file: string;
  readonly program: Program;
}

export function renderCounterexample(
  counterexample: Counterexample,
  { file, program }: Source,
): string {
  const { property, engine, sentence, shrink, inevitability, history } = counterexample;
  const { workflow, schedule } = counterexample.case;
  const parts = [
    flow([` FAIL  ${property} `, `engine: ${engine}`]),
    "",
    paragraph(sentence, 2),
    paragraph(expectedSentence(counterexample), 2),
    paragraph(foundSentence(counterexample), 2),
    "",
    labelled("Workflow", describeWorkflow(workflow), 2, 12),
    labelled("Schedule", describeSchedule(schedule), 2, 12),
    labelled("Limits", describeLimits(counterexample), 2, 12),
    labelled("Shrunk", describeShrink(shrink), 2, 12),
    ...(inevitability === undefined
      ? []
      : [labelled("Unavoidable", describeInevitability(inevitability, history), 2, 12)]),
    "",
    ...renderTable(counterexample),
    "",
    `  First divergence at op ${counterexample.at}. There:`,
    "",
    labelled("- expected", counterexample.expected, 4, 12),
    labelled("+ engine", counterexample.found, 4, 12),
    "",
    renderReplay(program, file, engine),
    "  As a test   the same with --emit-test > regress.test.ts",
    "  Timeline    the same with --report html=timeline.html",
  ];
  return `${parts.join("\n")}\n`;
}

export function describeLimits({ case: { limits } }: Pick<Counterexample, "case">): string {
  return `invocation ${limits.invocationSeconds} s, execution ${limits.executionSeconds} s`;
}

export function describeShrink(
  shrink: Counterexample["shrink"],
  words: RemovalWords = BREAKS,
): string {
  if (isAsFound(shrink)) return AS_FOUND;
  const { from, to, tried } = shrink;
  const operations = `${from.operations} -> ${to.operations} operations`;
  const interruptions = `${from.interruptions} -> ${to.interruptions} interruptions`;
  const faults = from.faults === undefined ? "" : `, ${from.faults} -> ${to.faults ?? 0} faults`;
  const end = describeMinimality(shrink, words);
  return `${operations}, ${interruptions}${faults}, ${tried} candidates tried; ${end}`;
}

/** Whether nobody has tried to make the case smaller: it was replayed as it is. */
export function isAsFound({ tried, minimal }: Counterexample["shrink"]): boolean {
  return tried === 0 && !minimal;
}
export const AS_FOUND = "no: this is the case as it was given";

/** What a removal came to: the failure is gone, or it is another one. */
interface RemovalWords {
  readonly nothing: string;
  readonly another: string;
}
export const BREAKS: RemovalWords = { nothing: "broke nothing", another: "something else" };

/** Whether anything more can be taken away, and what the removals that were tried came to. */
export function describeMinimality(
  { minimal, certificate }: Pick<Counterexample["shrink"], "minimal" | "certificate">,
  words: RemovalWords,
): string {
  if (!minimal) return "the budget ran out";
  const passing = certificate.filter(({ breaks }) => breaks === null).length;
  const parts = [
    [passing, words.nothing],
    [certificate.length - passing, words.another],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const removals = counted(certificate.length, "removal", "removals");
  const proof = certificate.length === 0 ? "" : ` (${removals} tried: ${told.join(", ")})`;
  return `nothing more can be taken away${proof}`;
}

const OP = 5;
const EVENT = 30;
const CELL = Math.floor((WIDTH - OP - EVENT - 4) / 2);

function renderTable(counterexample: Counterexample): string[] {
  const { history, at, expected, found } = counterexample;
  const from = unavoidableFrom(counterexample.inevitability);
  const head = `   op  ${"event".padEnd(EVENT)} ${"expected".padEnd(CELL)} engine`;
  const folded = foldPolls(history, at);
  const line = folded.findIndex(({ op }) => op >= from);
  const before = folded.map(renderRow);
  if (line !== -1) before.splice(line, 0, UNAVOIDABLE);
  else if (from === at) before.push(UNAVOIDABLE);
  const divergent = history[at];
  if (divergent === undefined) return [head, ...before];
  const { verb, subject } = describeEvent(divergent);
  const right = wrap(expected, CELL);
  const engine = wrap(found, CELL);
  const height = Math.max(right.length, engine.length);
  const rows = Array.from({ length: height }, (_, line) => {
    const start = line === 0 ? `>${String(at).padStart(OP - 1)}  ${eventCell(verb, subject)}` : "";
    const left = start.padEnd(OP + 2 + EVENT + 1);
    return `${left}${(right[line] ?? "").padEnd(CELL + 1)}${engine[line] ?? ""}`.trimEnd();
  });
  const width = Math.max(...engine.map(({ length }) => length));
  const marks = " ".repeat(OP + 2 + EVENT + 1 + CELL + 1) + "^".repeat(width);
  return [head, ...before, ...rows, marks];
}

const UNAVOIDABLE = "  ==== unavoidable from here ".padEnd(WIDTH, "=");

function renderRow(row: Row): string {
  if (row.kind === "event") return renderEvent(row.event, row.op);
  const detail = row.op === row.lastOp ? "" : `op ${row.op} to ${row.lastOp}`;
  return `${String(row.op).padStart(OP)}  ${eventCell("poll", describePolls(row))} ${detail}`.trimEnd();
}

function renderEvent(event: Event, index: number): string {
  if (event.kind === "invocation-started") {
    const title = ` invocation ${event.invocation}${event.invocation === 1 ? "" : " (replay)"} `;
    return `  ----${title}`.padEnd(WIDTH, "-");
  }
  const { verb, subject, detail } = describeEvent(event);
  if (event.kind === "interrupted") {
    return `       ${clip(`${verb}${subject === "" ? "" : ` (${subject})`}`, WIDTH - 7)}`;
  }
  const cell = clip(detail, CELL);
  const left = `${String(index).padStart(OP)}  ${eventCell(verb, subject)} `;
  return `${left}${cell.padEnd(CELL + 1)}${cell}`;
}

function eventCell(verb: string, subject: string): string {
  return clip(`${verb.padEnd(7)} ${subject}`, EVENT).padEnd(EVENT);
}
