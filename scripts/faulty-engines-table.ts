/** The table of docs/faulty-engines.md, from what `durable-conformance faulty --json` has found. */
import { fileURLToPath } from "node:url";
import {
  type FaultyLine,
  type FaultyReport,
  isCaught,
  medianCases,
  minimalSize,
} from "../reports/faulty-report.ts";

export const FAULTY_JSON = fileURLToPath(new URL("../docs/faulty-engines.json", import.meta.url));
export const FAULTY_MARKDOWN = fileURLToPath(new URL("../docs/faulty-engines.md", import.meta.url));

const BEGIN = "<!-- made by npm run faulty-engines -->";
const END = "<!-- until here -->";

/** The document with its table as the report has it. */
export function renderFaultyMarkdown(document: string, report: FaultyReport): string {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`docs/faulty-engines.md has no ${BEGIN} and ${END}`);
  }
  return `${before}${BEGIN}\n\n${renderTable(report)}\n\n${END}${after}`;
}

function renderTable({ engines, correct, seeds, casesAsked }: FaultyReport): string {
  const caught = engines.filter(isCaught).length;
  const clean = correct.broken.length === 0 ? "nothing" : correct.broken.join(", ");
  return [
    `${seeds} ${seeds === 1 ? "seed" : "seeds"}, at most ${casesAsked} cases each: ${caught} of ${engines.length} caught for every one.`,
    `\`${correct.name}\` itself broke ${clean} in ${correct.cases} cases on all properties.`,
    "",
    "| engine | what it does wrong | caught by | cases to find | minimal size |",
    "| ------ | ------------------ | --------- | ------------: | -----------: |",
    ...engines.map(renderRow),
  ].join("\n");
}

function renderRow(line: FaultyLine): string {
  const { name, bug, property } = line;
  const cases = isCaught(line) ? `${medianCases(line)}` : "missed";
  return `| \`${name}\` | ${bug} | \`${property}\` | ${cases} | ${minimalSize(line)} |`;
}
