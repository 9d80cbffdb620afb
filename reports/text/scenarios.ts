/** The four scenarios as text, model and engine side by side. */
import type { ScenarioRow, ScenarioTable } from "../scenario-table.ts";
import { clip, labelled } from "./layout.ts";

export interface ScenarioSection {
  readonly number: number;
  readonly title: string;
  readonly model: ScenarioTable;
  readonly engine: ScenarioTable;
}

export function renderScenarios(engine: string, sections: readonly ScenarioSection[]): string {
  const intro = [
    "Step 1 is instant; the body of step 2 takes 10 s; an invocation may take 3 s,",
    "the execution 60 s. One row for each invocation, for step 2.",
    "",
  ];
  return `${[...intro, ...sections.flatMap((section) => renderSection(engine, section))].join("\n")}\n`;
}

const COLUMNS = "att  body  asked  ended            ";

function renderSection(engine: string, { number, title, model, engine: real }: ScenarioSection) {
  const count = Math.max(model.rows.length, real.rows.length);
  const rows: string[] = [];
  let differs = false;
  for (let index = 0; index < count; index += 1) {
    const left = renderRow(model.rows[index]);
    const right = renderRow(real.rows[index]);
    const mark = left === right ? " " : ">";
    differs ||= left !== right;
    rows.push(`${mark} ${String(index + 1).padStart(3)}   ${left}  ${right}`.trimEnd());
  }
  return [
    `Scenario ${number}: ${title}`,
    `        ${"model".padEnd(COLUMNS.length)}  ${clip(engine, COLUMNS.length)}`,
    `  inv   ${COLUMNS}  ${COLUMNS.trimEnd()}`,
    ...rows,
    labelled("model", summary(model), 2, 9),
    labelled("engine", summary(real), 2, 9),
    ...(differs ? ["  In the rows marked with > they differ."] : []),
    "",
  ];
}

function renderRow(row: ScenarioRow | undefined): string {
  if (row === undefined) return "".padEnd(COLUMNS.length);
  const { attempt, bodyRan, asked, ended } = row;
  const cells = [
    String(attempt).padEnd(3),
    (bodyRan ? "ran" : "-").padEnd(4),
    (asked === "no" ? "-" : asked).padEnd(5),
    ended.padEnd(17),
  ];
  return cells.join("  ");
}

function summary({ status, starts }: ScenarioTable): string {
  const counts = Object.entries(starts).map(([name, count]) => `${name} started ${count} x`);
  return `${status}; ${counts.join(", ")}`;
}
