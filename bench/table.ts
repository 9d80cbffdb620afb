/** What a section gives: tables of plain numbers, which is what JSON keeps and text is made from. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export interface Column {
  readonly name: string;
  /** Digits behind the point. */
  readonly digits?: number;
}

export interface Row {
  readonly title: string;
  /** Null where nothing was measured. */
  readonly cells: readonly (number | string | null)[];
}

const NARROWEST = 8;

/** Pure. */
export function renderTable({ title, columns, rows }: Table): string {
  const first = Math.max(title.length, ...rows.map((row) => row.title.length)) + 1;
  const widths = columns.map(({ name, digits }, index) => {
    const cells = rows.map((row) => cell(row.cells[index], digits).length);
    return Math.max(NARROWEST, name.length + 2, ...cells.map((length) => length + 2));
  });
  const line = (head: string, cells: readonly string[]) =>
    head.padEnd(first) + cells.map((each, index) => each.padStart(widths[index] ?? 0)).join("");
  const texts = rows.map(({ title: head, cells }) =>
    line(
      head,
      cells.map((each, index) => cell(each, columns[index]?.digits)),
    ),
  );
  const header = line(
    title,
    columns.map(({ name }) => name),
  );
  return [header, ...texts].join("\n").replace(/ +$/gm, "");
}

function cell(value: number | string | null | undefined, digits = 0): string {
  if (value === null || value === undefined) return "-";
  return typeof value === "string" ? value : value.toFixed(digits);
}
