/** Cases without a verdict, as text: what the engine did, and the command that runs one again. */
import type { Lost } from "../run-report.ts";
import { type Program, renderReplay } from "./command.ts";
import { counted, flow, paragraph, thousands } from "./layout.ts";

export function renderLost(
  { reason, cases, caseNumber, file }: Lost,
  engine: string,
  program: Program,
): string {
  return [
    flow([` LOST  ${counted(cases, "case", "cases")} `, `engine: ${engine}`]),
    "",
    paragraph(`${reason}.`, 2),
    `  The first was case ${thousands(caseNumber)}.`,
    ...(file === undefined ? [] : ["", renderReplay(program, file, engine)]),
  ].join("\n");
}

/** The same for a case that was run by itself. */
export function renderLostReplay(engine: string, reason: string): string {
  return `${flow([" LOST ", `engine: ${engine}`])}\n\n${paragraph(`${reason}.`, 2)}\n`;
}
