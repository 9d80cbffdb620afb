/**
 * What met what in a run, as text: a line for each thing, with how often it met something and what it
 * never met. The counts themselves are in the JSON; what is missing is what a person looks for.
 */
import type { CombinationTable } from "../run-report.ts";
import { clip, labelled, thousands } from "./layout.ts";

/** Longer names are none of ours. */
const LONGEST_NAME = 32;

/** Nothing where nothing was counted. */
export function renderCombinations(tables: readonly CombinationTable[]): readonly string[] {
  return tables.flatMap((table) => [...renderTable(table), ""]);
}

function renderTable({ title, columns, rows }: CombinationTable): readonly string[] {
  const width = Math.max(0, ...rows.map(({ row }) => Math.min(row.length, LONGEST_NAME)));
  const cells = rows.flatMap((each) => each.cells.filter((cell) => cell !== null));
  const met = cells.filter((cell) => cell > 0).length;
  return [
    `${clip(title, 60)} (${met} of ${cells.length})`,
    ...rows.map(({ row, cells: own }) => {
      const name = clip(row, LONGEST_NAME).padEnd(width);
      const never = columns.filter((_, index) => own[index] === 0);
      const most = Math.max(0, ...own.map((cell) => cell ?? 0));
      const label = `${name} ${thousands(most).padStart(7)}`;
      if (never.length === 0) return `  ${label}  all`;
      const what =
        never.length === own.length
          ? "0 ! never with anything"
          : `0 ! never with ${never.join(", ")}`;
      return labelled(label, what, 2, label.length + 2);
    }),
  ];
}
