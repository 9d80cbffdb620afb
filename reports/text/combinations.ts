/**
 * What met what in a run, as text: how much of what could, and what never did, which is what a person
 * looks for. The counts themselves are in the JSON.
 */
import type { CombinationTable } from "../run-report.ts";
import { clip, labelled } from "./layout.ts";

/** More pairs that never met are counted, and listed only if all is wanted. */
const MOST_LISTED = 40;
/** Longer names are none of ours. */
const LONGEST_NAME = 32;

type Row = CombinationTable["rows"][number];

/** Nothing where nothing was counted. */
export function renderCombinations(
  tables: readonly CombinationTable[],
  verbose: boolean,
): readonly string[] {
  return tables.flatMap((table) => [...renderTable(table, verbose), ""]);
}

function renderTable(
  { title, columns, rows }: CombinationTable,
  verbose: boolean,
): readonly string[] {
  const cells = rows.flatMap((each) => each.cells.filter((cell) => cell !== null));
  const met = cells.filter((cell) => cell > 0).length;
  const strangers = rows.filter(({ cells: own }) =>
    own.every((cell) => cell === null || cell === 0),
  );
  const others = rows.filter((row) => !strangers.includes(row) && row.cells.includes(0));
  const pairs = others.reduce((sum, row) => sum + zeros(row, columns).length, 0);
  const listed = verbose || pairs <= MOST_LISTED;
  return [
    `${clip(title, 56)} (${met} of ${cells.length} pairs met)`,
    ...(strangers.length === 0 ? [] : [zero(`nothing met ${names(strangers)}`)]),
    ...(listed
      ? others.map((row) =>
          zero(`${clip(row.row, LONGEST_NAME)} never met ${zeros(row, columns).join(", ")}`),
        )
      : [zero(`${pairs} other pairs never met; --verbose lists them`)]),
  ];
}

function zero(what: string): string {
  return labelled("0 !", what, 2, 5);
}

function names(rows: readonly Row[]): string {
  return rows.map(({ row }) => clip(row, LONGEST_NAME)).join(", ");
}

function zeros({ cells }: Row, columns: readonly string[]): readonly string[] {
  return columns
    .filter((_, index) => cells[index] === 0)
    .map((column) => clip(column, LONGEST_NAME));
}
